"""From what a drone says of itself to where its camera is, where it looks and what it covers."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from geo.bearings import distance_on_earth, normalise
from registry.feeds.klv import Told
from registry.feeds.klv_tags import Tag

CLOCK_SLACK = 10.0  # seconds; a clock further off than this does not order our events
FARTHEST = 50_000.0  # metres from the camera to a corner of its picture: beyond lies the horizon

Spot = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Fix:
    """Where a moving camera was. Degrees, metres above the ground; None is unknown.

    ground: the picture's corners on the ground, clockwise from the upper left, lng, lat.
    """

    at: datetime
    spot: Spot
    height: float | None = None
    azimuth: float | None = None
    tilt: float | None = None
    hfov: float | None = None
    vfov: float | None = None
    ground: tuple[Spot, ...] | None = None


def fix_of(told: Told, *, arrived: float) -> Fix | None:
    """Say where the camera was; None where the drone does not know. arrived: unix seconds."""
    spot = _spot(told.get(Tag.LNG), told.get(Tag.LAT))
    if spot is None:
        return None
    centre = _spot(told.get(Tag.CENTRE_LNG), told.get(Tag.CENTRE_LAT))
    height = _height(told)
    return Fix(
        at=_when(told.get(Tag.TIME), arrived),
        spot=spot,
        height=height,
        azimuth=_azimuth(told),
        tilt=_tilt(spot, centre, height),
        hfov=told.get(Tag.HFOV) or None,
        vfov=told.get(Tag.VFOV) or None,
        ground=_ground(told, spot, centre),
    )


def _spot(lng: float | None, lat: float | None) -> Spot | None:
    """Take a position; 0,0 is what devices say that do not know where they are."""
    if lng is None or lat is None or (abs(lng) < 1e-6 and abs(lat) < 1e-6):
        return None
    return lng, lat


def _when(microseconds: float | None, arrived: float) -> datetime:
    seconds = arrived if microseconds is None else microseconds / 1e6
    if abs(seconds - arrived) > CLOCK_SLACK:
        seconds = arrived
    return datetime.fromtimestamp(seconds, UTC)


def _azimuth(told: Told) -> float | None:
    """Add the sensor's turn to the aircraft's heading: the wedge's centre, from true north."""
    heading, turn = told.get(Tag.HEADING), told.get(Tag.RELATIVE_AZIMUTH)
    return None if heading is None or turn is None else normalise(heading + turn)


def _height(told: Told) -> float | None:
    """Take the altitude above the ground it looks at; both are above mean sea level."""
    altitude, ground = told.get(Tag.ALTITUDE), told.get(Tag.CENTRE_ELEVATION)
    return None if altitude is None or ground is None else altitude - ground


def _tilt(spot: Spot, centre: Spot | None, height: float | None) -> float | None:
    """Measure the angle down to the frame's centre: no wobble of the aircraft is in it."""
    if centre is None or height is None:
        return None
    return math.degrees(math.atan2(height, distance_on_earth(spot, centre)))


def _ground(told: Told, spot: Spot, centre: Spot | None) -> tuple[Spot, ...] | None:
    """Take the four corners in full, else from the centre; None unless all four are near."""
    corners = [_pair(told, Tag.CORNERS + 2 * n) for n in range(4)]
    if centre is not None and None in corners:
        offsets = [_pair(told, Tag.OFFSETS + 2 * n) for n in range(4)]
        corners = [off and (centre[0] + off[0], centre[1] + off[1]) for off in offsets]
    known = tuple(corner for corner in corners if corner is not None)
    near = all(distance_on_earth(spot, corner) <= FARTHEST for corner in known)
    return known if len(known) == 4 and near else None


def _pair(told: Told, first: int) -> Spot | None:
    lat, lng = told.get(first), told.get(first + 1)
    return None if lat is None or lng is None else (lng, lat)
