"""Which cameras stood where at a moment, and all that decides what they saw."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.db import connection

from registry.cameras.models import Camera
from registry.cameras.sights import Sight

Bounds = tuple[float, float, float, float]

SIGHTS = """
    SELECT p.camera_id, p.id, p.owner_id, p.level, p.width_px, p.azimuth_sd, p.position_sd,
        ST_X(p.position), ST_Y(p.position), p.height, p.azimuth, p.tilt, p.roll, p.hfov, p.vfov,
        p.range, p.reach_hfov, p.reach_azimuth, c.form, c.mount,
        -- drawn as nothing: it is indoors, or walled in
        coalesce(ST_IsEmpty(coalesce(p.sees, p.reach)), false),
        (SELECT array_agg(ST_AsBinary(m.area) ORDER BY m.id)
         FROM privacy_mask m WHERE m.camera_id = p.camera_id)
    FROM placement p
    JOIN camera c ON c.id = p.camera_id
"""
THEN = """
    WHERE p.valid_from <= %(at)s AND (p.valid_to IS NULL OR p.valid_to > %(at)s)
      AND p.status = 'approved' AND p.level = ANY(%(levels)s)
"""
# No camera ranges farther than 5 km; the second condition knows how far each does.
AROUND = """
      AND p.position && ST_Expand(
        ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326),
        5000 / 111000.0 / greatest(cos(radians(%(polewards)s)), 0.02), 5000 / 110500.0)
      AND ST_Expand(
        p.position, p.range / 111000 / greatest(cos(radians(ST_Y(p.position))), 0.02),
        p.range / 110500
      ) && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
"""
NAMED = "WHERE p.id = ANY(%(placements)s)"
IN_ORDER = "ORDER BY p.camera_id"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One version of a camera: where it stood, what it saw with, and how surely so.

    Without a placement it is a camera that nobody has placed yet, and may stand in a wall.
    """

    id: UUID
    placement: int | None
    owner_id: UUID
    level: int
    width_px: int
    azimuth_sd: float
    position_sd: float
    sight: Sight

    @property
    def agency(self) -> bool:
        """Tell whether it is the agencies' own."""
        return self.level == Camera.Level.AGENCY


def agency(at: datetime, around: Bounds | None = None) -> list[Placed]:
    """Give the agencies' cameras of that moment, all or those that range into a box of degrees."""
    return _then(at, [Camera.Level.AGENCY], around)


def private(
    at: datetime,
    around: Bounds | None = None,
    *,
    levels: Collection[int] = (Camera.Level.ONE, Camera.Level.TWO),
) -> list[Placed]:
    """Give owners' cameras of that moment: for shares of a block, and for nothing else."""
    return _then(at, sorted(set(levels) - {Camera.Level.AGENCY}), around)


def versions(placements: Sequence[int]) -> list[Placed]:
    """Give these versions of cameras, whoever's they are and whatever their status."""
    return _asked(SIGHTS + NAMED, {"placements": list(placements)})


def _then(at: datetime, levels: Sequence[int], around: Bounds | None) -> list[Placed]:
    values: dict[str, Any] = {"at": at, "levels": [int(level) for level in levels]}
    if around is None:
        return _asked(SIGHTS + THEN, values)
    values |= dict(zip(("west", "south", "east", "north"), around, strict=True))
    values["polewards"] = min(max(abs(around[1]), abs(around[3])) + 0.05, 89.0)
    return _asked(SIGHTS + THEN + AROUND, values)


def _asked(question: str, values: dict[str, Any]) -> list[Placed]:
    with connection.cursor() as cursor:
        cursor.execute(question + IN_ORDER, values)
        return [_placed(*row) for row in cursor.fetchall()]


def _placed(*row: Any) -> Placed:
    id, placement, owner, level, width_px, azimuth_sd, position_sd, lng, lat, *optics = row
    height, azimuth, tilt, roll, hfov, vfov, reach, reach_hfov, reach_azimuth, *rest = optics
    form, mount, indoor, masks = rest
    sight = Sight(
        lng=lng,
        lat=lat,
        height=height,
        azimuth=azimuth,
        tilt=tilt,
        roll=roll,
        hfov=hfov,
        vfov=vfov,
        range=reach,
        reach_hfov=reach_hfov,
        reach_azimuth=reach_azimuth,
        form=form,
        mount=mount,
        indoor=indoor,
        masks=tuple(shapely.from_wkb([bytes(mask) for mask in masks or []])),
    )
    return Placed(
        id=id,
        placement=placement,
        owner_id=owner,
        level=level,
        width_px=width_px,
        azimuth_sd=azimuth_sd,
        position_sd=position_sd,
        sight=sight,
    )
