"""POST /api/edge/enrol: a box joins by the code its owner typed."""

from typing import Annotated, Any

from django.conf import settings
from ninja import Router
from pydantic import Field

from frontend.api.shapes import Strict
from frontend.api.watching import media_address
from frontend.gate.asking import Asking, traces
from registry.edge import pairing

router = Router(tags=["edge"])

Hex = Annotated[str, Field(pattern=r"^[0-9a-f]+$", max_length=128)]


class Enrol(Strict):
    """A code, the public half of the box's key, and a signature over both by the other half."""

    code: Annotated[str, Field(max_length=40)]
    key: Annotated[Hex, Field(min_length=64, max_length=64)]
    proof: Annotated[Hex, Field(min_length=128)]
    name: Annotated[str, Field(min_length=1, max_length=80)]


@router.post("/edge/enrol", url_name="edge-enrol", auth=None, summary="Join as an edge box")
def enrol(request: Asking, wanted: Enrol) -> dict[str, Any]:
    """Spend the code and say where the line is."""
    box = pairing.enrol(wanted.code, wanted.key, wanted.proof, wanted.name, **traces(request))
    return {
        "box": str(box.pk),
        "line": media_address("wss" if request.is_secure() else "ws", "/edge"),
        "time_zone": settings.TIME_ZONE,
    }
