"""Compass angles: degrees clockwise from true north, and how people write them."""

import math
import re
from dataclasses import dataclass

from geo.refusals import Impossible

CARDINALS = [
    "N",
    "NNE",
    "NE",
    "ENE",
    "E",
    "ESE",
    "SE",
    "SSE",
    "S",
    "SSW",
    "SW",
    "WSW",
    "W",
    "WNW",
    "NW",
    "NNW",
]
MEAN_EARTH_RADIUS = 6_371_008.8

_NUMBER = r"[+-]?\d{1,6}(?:\.\d{1,12})?"
_RANGE = re.compile(rf"^({_NUMBER})\s*(?:-|\u2013|to)\s*({_NUMBER})$")
_SINGLE = re.compile(rf"^({_NUMBER})\s*°?$")


class UnreadableDirection(Impossible):
    """This is not a direction: write degrees (`90`), a range, a list (`0;90`) or a wind (`WSW`)."""


@dataclass(frozen=True)
class Direction:
    """Where something looks: the wedge's centre and, if it was said, its opening, in degrees."""

    azimuth: float
    hfov: float | None = None


def normalise(degrees: float) -> float:
    """Bring an angle into [0, 360)."""
    turned = math.fmod(degrees, 360.0)
    if turned < 0:
        turned += 360.0
    return 0.0 if turned >= 360.0 else turned  # -1e-20 + 360 rounds up to 360


def difference(a: float, b: float) -> float:
    """Tell how far to turn from a to b, in (-180, 180]; clockwise is positive."""
    turn = normalise(b - a)
    return turn - 360.0 if turn > 180.0 else turn


def bearing(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Give the azimuth from one (x, y) in metres to another; 0 where they are the same."""
    return normalise(math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])))


def bearing_on_earth(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Give the initial great-circle azimuth from one (lng, lat) to another, on a sphere."""
    (lng_a, lat_a), (lng_b, lat_b) = start, end
    a, b, turn = math.radians(lat_a), math.radians(lat_b), math.radians(lng_b - lng_a)
    east = math.sin(turn) * math.cos(b)
    north = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turn)
    return normalise(math.degrees(math.atan2(east, north)))


def distance_on_earth(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Give the metres between two (lng, lat) on a sphere (haversine)."""
    (lng_a, lat_a), (lng_b, lat_b) = start, end
    a, b = math.radians(lat_a), math.radians(lat_b)
    across = math.cos(a) * math.cos(b) * math.sin(math.radians(lng_b - lng_a) / 2) ** 2
    half = math.sin((b - a) / 2) ** 2 + across
    return 2 * MEAN_EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def cardinal(degrees: float) -> str:
    """Name the nearest of the sixteen winds: 84 is `E`, 247 `WSW`."""
    return CARDINALS[round(normalise(degrees) / 22.5) % 16]


def parse_direction(text: str) -> list[Direction]:
    """Read OSM's `camera:direction`: `239-284` (clockwise, may cross north), `0;90`, `WSW`, `90`.

    Raises UnreadableDirection for anything else, an empty text included: what is unknown has no
    direction to read.
    """
    if len(text) > 200:
        raise UnreadableDirection("A direction is at most 200 characters long.")
    return [_parse_one(part.strip()) for part in text.split(";")]


def _parse_one(text: str) -> Direction:
    if text.upper() in CARDINALS:
        return Direction(CARDINALS.index(text.upper()) * 22.5)
    if found := _SINGLE.match(text):
        return Direction(normalise(float(found[1])))
    if found := _RANGE.match(text):
        start, end = float(found[1]), float(found[2])
        # 0-360 is all round; 90-90 says a direction and no opening
        opening = 360.0 if abs(end - start) == 360.0 else normalise(end - start)
        return Direction(normalise(start + opening / 2), opening or None)
    raise UnreadableDirection(f"{text!r} is not a direction: write 90, 239-284, 0;90 or WSW.")
