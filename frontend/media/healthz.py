"""The door /healthz of media: that it runs, and how old its newest picture is."""

import time

from starlette.requests import Request
from starlette.responses import JSONResponse

from frontend.media.house import House  # noqa: TC001  Starlette reads annotations at run time


async def healthz(request: Request) -> JSONResponse:
    """Answer without asking anybody: 503 where a loop has fallen, whatever else still runs."""
    house: House = request.app.state.house
    at = house.last_frame_at
    return JSONResponse(
        {
            "status": f"{house.fallen} fell" if house.fallen else "ok",
            "frame_age_s": round(time.time() - at, 1) if at else None,
            "watching": len(house.sessions),
        },
        status_code=503 if house.fallen else 200,
        headers={"Cache-Control": "no-store"},
    )
