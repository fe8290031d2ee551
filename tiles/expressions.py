"""MapLibre expressions the style is written in, and the street classes it tells apart."""

from typing import Any

Expression = list[Any]

MOTORWAY = ["motorway", "trunk", "motorway_link", "trunk_link"]
MAIN = ["primary", "secondary", "tertiary", "primary_link", "secondary_link", "tertiary_link"]
PATH = ["footway", "path", "steps", "cycleway", "track", "bridleway", "corridor", "pedestrian"]


def kind(*kinds: list[str]) -> Expression:
    """Keep features of one of these kinds."""
    return ["in", ["get", "kind"], ["literal", [name for names in kinds for name in names]]]


def neither(*kinds: list[str]) -> Expression:
    """Keep features of none of these kinds."""
    return ["!", kind(*kinds)]


def shape(name: str) -> Expression:
    """Keep points, lines or polygons, single or many."""
    return ["in", ["geometry-type"], ["literal", [name, f"Multi{name}"]]]


def both(*tests: Expression) -> Expression:
    """Keep features that pass all of these tests."""
    return ["all", *tests]


def by_zoom(*stops: tuple[float, float], growth: float = 1) -> Expression:
    """Grow a number with the zoom: `stops` are pairs of zoom and value."""
    how = ["linear"] if growth == 1 else ["exponential", growth]
    return ["interpolate", how, ["zoom"], *(number for stop in stops for number in stop)]
