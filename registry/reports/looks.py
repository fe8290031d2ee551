"""How each level is printed: darker is better, in grey as well; a pattern marks too little."""

from typing import NamedTuple

from geo.optics import SCHEMES
from registry.reports.hexagons import UNSEEN_STREET

PALE = "#dbe8f4"
BLUES = ("#9dc3e2", "#5c9ecf", "#2b73b3", "#08306b")
UNSEEN = "#ececea"
PATTERNS = (
    '<pattern id="hatch" width="14" height="14" patternUnits="userSpaceOnUse">'
    '<path d="M0 14L14 0M-3 3L3-3M11 17L17 11" stroke="#a9a9a4" stroke-width="2"/></pattern>'
    '<pattern id="dots" width="16" height="16" patternUnits="userSpaceOnUse">'
    '<circle cx="4" cy="4" r="2" fill="#4d7ba8"/><circle cx="12" cy="12" r="2" fill="#4d7ba8"/>'
    "</pattern>"
)


class Look(NamedTuple):
    """A rank of the scheme as it is printed."""

    rank: int
    words: str
    fill: str
    pattern: str = ""


def looks(scheme: str, level: str) -> list[Look]:
    """Give what is drawn, from what nobody sees to what is seen best."""
    names = list(SCHEMES[scheme])
    enough = names.index(level) + 1
    seen = names[enough - 1 :]
    shades = [BLUES[round(turn * 3 / max(len(seen) - 1, 1))] for turn in range(len(seen))]
    if len(seen) == 1:
        shades = [BLUES[2]]
    return [
        Look(UNSEEN_STREET, "Public, seen by no camera", UNSEEN, "hatch"),
        *(Look(rank, "Too few pixels", PALE, "dots") for rank in range(1, enough)),
        *(
            Look(enough + turn, f"Seen: {name}", shade)
            for turn, (name, shade) in enumerate(zip(seen, shades, strict=True))
        ),
    ]
