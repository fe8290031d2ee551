"""Which private cameras saw the place at the time, and which of their owners to ask."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.utils import timezone

from geo.hexgrid import centres_of, ids_in
from geo.plane import Plane
from registry.footage.areas import drawn
from registry.footage.covering import fewest
from registry.footage.models import Recipient

RESOLUTION = 12  # cells of some 300 m²
QUARTER = timedelta(days=91)

# A camera that has changed hands since is left out: its recordings are a former owner's, who did
# not register it with us any more. What turns, or looks nobody knows where, may have seen it.
SAW = """
    WITH asked AS MATERIALIZED (SELECT ST_GeomFromWKB(%(area)s, 4326) AS area)
    SELECT
      camera.id, camera.name, camera.kind, camera.level, camera.retention_days,
      owner.id, owner.name,
      bool_and(placement.sees IS NOT NULL),
      ST_AsBinary(ST_Union(
        ST_Intersection(coalesce(placement.sees, placement.reach), asked.area)
      ))
    FROM asked
    JOIN placement
      ON ST_Intersects(placement.sees, asked.area)
      OR (placement.sees IS NULL AND ST_Intersects(placement.reach, asked.area))
    JOIN camera ON camera.id = placement.camera_id
    JOIN owner ON owner.id = camera.owner_id
    WHERE placement.valid_from < %(ends)s
      AND (placement.valid_to IS NULL OR placement.valid_to > %(begins)s)
      AND placement.status = 'approved' AND placement.level IN (1, 2)
      AND placement.owner_id = camera.owner_id
      AND camera.status = 'approved' AND camera.level IN (1, 2) AND camera.kind <> 'phone'
      AND owner.kind IN ('resident', 'business', 'school') AND owner.email <> ''
      AND (
        camera.retention_days IS NULL
        OR %(ends)s + make_interval(days => camera.retention_days) > %(now)s
      )
    GROUP BY camera.id, owner.id
"""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One camera that saw some of the area in the window, as far as the registry knows."""

    id: UUID
    name: str
    kind: str
    level: int
    owner: UUID
    owner_name: str
    sure: bool  # where it looks is known
    kept_until: datetime | None  # when its recorder begins to lose the window, if that was told
    saw: shapely.Geometry  # within the area, degrees
    cells: frozenset[int]

    @property
    def suggested(self) -> bool:
        """Tell whether it surely saw something and surely still has it."""
        return self.sure and self.kept_until is not None


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """All of them, those that are lost first in front, and what they are asked about."""

    cameras: list[Candidate]
    cells: int  # of the area
    asked: dict[UUID, int]  # how often each owner was asked this quarter
    now: datetime

    @cached_property
    def owners(self) -> list[UUID]:
        """Name the owners, in the order of what they would lose first."""
        return list(dict.fromkeys(camera.owner for camera in self.cameras))

    def suggested(self) -> list[UUID]:
        """Choose the fewest owners who together have all that surely still is there."""
        seen: defaultdict[UUID, set[int]] = defaultdict(set)
        for camera in self.cameras:
            if camera.suggested:
                seen[camera.owner] |= camera.cells
        return fewest({owner: cells for owner, cells in seen.items() if cells}, self.asked)

    def share(self, owners: Collection[UUID]) -> float:
        """Give the share of the area that these owners' cameras saw."""
        seen = [camera.cells for camera in self.cameras if camera.owner in owners]
        return len(frozenset[int]().union(*seen)) / self.cells if self.cells else 0.0

    def often(self, owner: UUID) -> bool:
        """Tell whether one more request is more than this owner should have to read."""
        return self.asked.get(owner, 0) >= settings.FOOTAGE_OFTEN


def candidates(
    area: Polygon, begins: datetime, ends: datetime, *, now: datetime | None = None
) -> Candidates:
    """Find the cameras whose field of view of that time met the area and who may still have it."""
    now = now or timezone.now()
    asked: dict[str, Any] = {"area": bytes(area.wkb), "begins": begins, "ends": ends, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(SAW, asked)
        rows = cursor.fetchall()
    plane = Plane(area.centroid.x, area.centroid.y)
    ids = ids_in(drawn(area), RESOLUTION)
    tree = shapely.STRtree([shapely.Point(centre) for centre in centres_of(plane, ids)])
    cameras = [_candidate(row, begins, plane, tree) for row in rows]
    forever = datetime.max.replace(tzinfo=begins.tzinfo)
    cameras.sort(key=lambda each: (not each.suggested, each.kept_until or forever, str(each.id)))
    owners = {camera.owner for camera in cameras}
    return Candidates(cameras=cameras, cells=len(ids), asked=asked_lately(owners, now), now=now)


def asked_lately(owners: Iterable[UUID], now: datetime) -> dict[UUID, int]:
    """Count what owners were asked in the last quarter."""
    counts: dict[UUID, int] = defaultdict(int)
    recent = Recipient.objects.filter(owner__in=owners, asked_at__gt=now - QUARTER)
    for owner in recent.values_list("owner", flat=True):
        if owner is not None:
            counts[owner] += 1
    return dict(counts)


def _candidate(
    row: tuple[Any, ...], begins: datetime, plane: Plane, tree: shapely.STRtree
) -> Candidate:
    camera, name, kind, level, days, owner, owner_name, sure, wkb = row
    saw = shapely.from_wkb(bytes(wkb))
    inside = tree.query(plane.geometry_to_metres(saw), predicate="intersects")
    return Candidate(
        id=camera,
        name=name,
        kind=kind,
        level=level,
        owner=owner,
        owner_name=owner_name,
        sure=sure,
        kept_until=None if days is None else begins + timedelta(days=days),
        saw=saw,
        cells=frozenset(np.asarray(inside).tolist()),
    )
