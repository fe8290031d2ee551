"""What every page is given: its reader, where else they may go, and the facts its script needs."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from frontend.gate.asking import Asking
from frontend.gate.rules import STAFF, Roles, roles
from registry.access.layers import layers_of
from registry.incidents import purposes

DISPATCH = roles("dispatcher", "supervisor")
REGISTRY_READERS = roles("registrar", "administrator", "auditor")
BOX_KEEPERS = roles("registrar", "supervisor", "administrator", "auditor", "owner")
HOLDERS = roles("investigator", "supervisor", "auditor")
EVIDENCE_READERS = roles("investigator", "supervisor", "auditor")
PLANNERS = roles("planner")
PLANNING_READERS = PLANNERS | roles("supervisor", "administrator", "auditor")
READERS = DISPATCH | roles("officer", "investigator", "administrator", "auditor")

_FEET = "M9 4a2 2 0 1 1 0 .1M9 8l-2 6 3 2v5M9 8l4 3 3 1M7 14l-2 7"
# Name, address, who sees it, and its sign as an SVG path on a 24 px grid.
PLACES: tuple[tuple[str, str, Roles, str], ...] = (
    ("Map", "/map", STAFF, "M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"),
    ("Calls", "/incidents", READERS, "M12 3l9 17H3zM12 10v4M12 17h.01"),
    (
        "Coverage",
        "/coverage",
        PLANNING_READERS,
        "M8 4l4 2v5l-4 2-4-2V6zM16 9l4 2v5l-4 2-4-2v-5zM8 13v5l4 2",
    ),
    ("Reports", "/reports", PLANNING_READERS, "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7"),
    ("Effect", "/effect", PLANNING_READERS, "M4 20V10M10 20V4M16 20v-7M22 20H2"),
    ("Requests", "/requests", roles("investigator", "auditor"), "M4 5h16v11H9l-5 4zM8 9h8M8 12h5"),
    ("Registry", "/registry", REGISTRY_READERS, "M5 4h14v16H5zM9 4v16M12 9h4M12 13h4"),
    ("Evidence", "/evidence", EVIDENCE_READERS, "M4 4h16v5H4zM6 9v11h12V9M10 13h4"),
    ("Canvass", "/canvass", roles("investigator", "officer", "auditor"), _FEET),
    ("Boxes", "/boxes", BOX_KEEPERS, "M3 8l9-5 9 5v9l-9 5-9-5zM3 8l9 5 9-5M12 13v9"),
    ("Objections", "/disputes", roles("auditor"), "M4 4h16v12H9l-5 4zM12 7v4M12 13h.01"),
    ("Withheld", "/withheld", HOLDERS, "M3 12s4-6 9-6 9 6 9 6-4 6-9 6-9-6-9-6zM4 4l16 16"),
    ("Yours", "/owner", roles("owner"), "M4 11l8-7 8 7v9H4zM9 20v-6h6v6"),
)


def show(request: Asking, template: str, *, shown: Any = None, **facts: Any) -> HttpResponse:
    """Render a page for whoever asks; `facts` go to its script, `shown` to its template."""
    get_token(request)  # the script sends it back with every write
    return render(request, template, {"page": _page(request, facts), "shown": shown})


def _page(request: Asking, facts: dict[str, Any]) -> dict[str, Any]:
    actor = request.actor
    return {
        "version": settings.VERSION,
        "theme": theme(request),
        "nav": [
            {"name": name, "href": href, "icon": icon, "here": request.path.startswith(href)}
            for name, href, readers, icon in PLACES
            if actor.role in readers
        ],
        "facts": {
            "role": actor.role,
            "name": actor.name,
            "version": settings.VERSION,
            "layers": sorted(layers_of(actor.role)),
            "purposes": [purpose._asdict() for purpose in purposes.PURPOSES],
            "prohibited": list(purposes.PROHIBITED),
            "dispatches": actor.role in DISPATCH,
            **facts,
        },
    }


def theme(request: Asking) -> str:
    """Take the reader's choice; blank leaves it to the machine."""
    asked = request.GET.get("theme") or request.COOKIES.get("theme", "")
    return asked if asked in {"dark", "light"} else ""
