"""The cameras to be placed and the buildings around them, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from registry.cameras.sights import Sight

METRES_PER_DEGREE = 110_500.0  # a little less than the least, so that windows are never too small

# A camera whose row somebody holds is theirs to queue again when they are done.
CLAIM = """
    SELECT id, kind, form, level, status, public_at IS NOT NULL,
        ST_X(surveyed_position), ST_Y(surveyed_position),
        height, azimuth, tilt, roll, hfov, vfov, range, reach_hfov, reach_azimuth, mount, indoor,
        (SELECT array_agg(ST_AsBinary(area)) FROM privacy_mask m WHERE m.camera_id = camera.id)
    FROM camera
    WHERE id = ANY(%s)
    ORDER BY position
    FOR NO KEY UPDATE SKIP LOCKED
"""
BUILDINGS = """
    SELECT ST_AsBinary(footprint), height
    FROM building
    WHERE footprint && ST_MakeEnvelope(%s, %s, %s, %s, 4326)
"""


@dataclass(frozen=True)
class Claimed:
    """A camera held for placing: its row's facts and what decides its view."""

    id: UUID
    kind: str
    form: str
    level: int
    status: str
    published: bool
    sight: Sight


def claim(ids: Sequence[UUID]) -> list[Claimed]:
    """Hold these cameras until the transaction ends: a change waits, then queues them anew."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [list(ids)])
        return [_claimed(*row) for row in cursor.fetchall()]


def _claimed(*row: Any) -> Claimed:
    id, kind, form, level, status, published, lng, lat, *optics, masks = row
    names = (
        "height",
        "azimuth",
        "tilt",
        "roll",
        "hfov",
        "vfov",
        "range",
        "reach_hfov",
        "reach_azimuth",
    )
    numbers = dict(zip(names, optics[: len(names)], strict=True))
    mount, indoor = optics[len(names) :]
    areas = tuple(shapely.from_wkb([bytes(mask) for mask in masks or []]))
    sight = Sight(lng=lng, lat=lat, form=form, mount=mount, indoor=indoor, masks=areas, **numbers)
    return Claimed(id, kind, form, level, status, published, sight)


def buildings_around(
    sights: Sequence[Sight],
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Give the footprints (degrees) and heights that may stand in these cameras' way."""
    rows: dict[bytes, float] = {}
    with connection.cursor() as cursor:
        for window in windows(sights):
            cursor.execute(BUILDINGS, window)
            rows |= {bytes(footprint): height for footprint, height in cursor.fetchall()}
    footprints = np.asarray(shapely.from_wkb(list(rows)), dtype=object)
    return footprints, np.array(list(rows.values()), dtype=float)


def windows(sights: Sequence[Sight]) -> list[tuple[float, float, float, float]]:
    """Give the boxes that hold every sight's range: one, and its twins across the antimeridian."""
    lng, lat, reach = np.array([(s.lng, s.lat, s.range) for s in sights]).T
    up = reach / METRES_PER_DEGREE
    across = up / np.cos(np.radians(np.minimum(np.abs(lat) + up, 89.0)))
    west, east = float((lng - across).min()), float((lng + across).max())
    south, north = float((lat - up).min()), float((lat + up).max())
    twins = [-360.0] * (east > 180) + [0.0] + [360.0] * (west < -180)
    return [(west + turn, south, east + turn, north) for turn in twins]
