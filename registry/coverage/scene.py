"""A study's cameras among its buildings, on one plane, to ask of many at once what they see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from geo.hexgrid import Cells, cells
from geo.optics import densities
from geo.plane import Plane
from geo.visibility import Occluders, Poses
from registry.cameras.sights import Sight
from registry.cameras.surroundings import windows
from registry.coverage.cameras import OFTEN
from registry.coverage.sights import Placed

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BUILDINGS = """
    SELECT ST_AsBinary(footprint), height, height_source = 'default' FROM building
    WHERE footprint && ST_MakeEnvelope(%s, %s, %s, %s, 4326)
"""


@dataclass(frozen=True, eq=False)
class Scene:
    """Cameras that stand outdoors, the buildings in their range, and the ground in question.

    `uptime` is 1 where nobody knows better; of a camera that is not `directed` nobody knows where
    it looks. `bound` are the pixels per metre from which it counts, `target` metres above ground.
    """

    table: Cells
    occluders: Occluders
    poses: Poses
    directed: Bools
    widths: Floats
    uptime: Floats
    azimuth_sd: Floats
    position_sd: Floats
    masks: tuple[tuple[int, shapely.Geometry], ...]
    assumed: Bools  # by building: its height is only that of its kind
    bound: float
    target: float

    @classmethod
    def of(
        cls,
        placed: Sequence[Placed],
        uptime: dict[UUID, float],
        *,
        plane: Plane,
        table: Cells,
        bound: float,
        target: float,
    ) -> Self:
        """Set the scene."""
        outdoors = [each for each in placed if not each.sight.indoor]
        sights = [each.sight for each in outdoors]
        shapes, heights, assumed = _buildings(sights)
        looks = [sight.now() for sight in sights]
        spots = plane.to_metres([(s.lng, s.lat) for s in sights] or np.zeros((0, 2)))
        angles = np.array(looks, dtype=float).reshape(-1, 5).T
        masks = [(row, s.masks) for row, s in enumerate(sights) if s.masks]
        return cls(
            table=table,
            occluders=Occluders(plane.geometry_to_metres(shapes), heights),
            poses=Poses(
                x=spots[:, 0],
                y=spots[:, 1],
                height=np.array([s.height for s in sights], float),
                range=np.array([s.range for s in sights], float),
                azimuth=angles[0],
                hfov=angles[1],
                tilt=angles[2],
                vfov=angles[3],
                roll=angles[4],
            ),
            directed=np.array([s.directed for s in sights], bool),
            widths=np.array([each.width_px for each in outdoors], float),
            uptime=np.array([uptime.get(each.id, 1.0) for each in outdoors], float),
            azimuth_sd=np.array([each.azimuth_sd for each in outdoors], float),
            position_sd=np.array([each.position_sd for each in outdoors], float),
            masks=tuple((r, plane.geometry_to_metres(shapely.union_all(m))) for r, m in masks),
            assumed=assumed,
            bound=bound,
            target=target,
        )

    def __len__(self) -> int:
        return len(self.poses)

    @property
    def online(self) -> Bools:
        """Tell which cameras are there often enough to count."""
        return self.uptime >= OFTEN

    def seen(
        self, poses: Poses, rows: Ints, occluders: Occluders, *, masked: bool = True
    ) -> tuple[Ints, Ints]:
        """Give who sees which cell well enough: rows of `poses`, rows of the table.

        `rows` says of which camera each pose is: it has that one's lens, whatever its opening.
        """
        camera, cell, distance = cells(occluders, poses, self.table, target_height=self.target)
        of = rows[camera]
        height, lens = poses.height[camera], self.poses.hfov[of]
        enough = densities(distance, self.widths[of], lens, height, self.target) >= self.bound
        if masked:
            enough &= self._unmasked(of, cell)
        return camera[enough], cell[enough]

    def with_heights(self, heights: Floats) -> Occluders:
        """Give the same buildings, standing so high, in the order of `occluders`."""
        parts = self.occluders.parts
        return Occluders(parts, heights)

    def facing(self, rows: Ints) -> Self:
        """Keep some of the cameras."""
        kept = {row: nth for nth, row in enumerate(rows.tolist())}
        return replace(
            self,
            poses=self.poses[rows],
            directed=self.directed[rows],
            widths=self.widths[rows],
            uptime=self.uptime[rows],
            azimuth_sd=self.azimuth_sd[rows],
            position_sd=self.position_sd[rows],
            masks=tuple((kept[row], mask) for row, mask in self.masks if row in kept),
        )

    def _unmasked(self, cameras: Ints, cell: Ints) -> Bools:
        kept = np.ones(len(cell), bool)
        for row, mask in self.masks:
            some = np.flatnonzero(cameras == row)
            x, y = self.table.centres[cell[some]].T
            kept[some] = ~shapely.contains_xy(mask, x, y)
        return kept


def _buildings(sights: Sequence[Sight]) -> tuple[NDArray[np.object_], Floats, Bools]:
    """Give footprints in degrees, heights, and whether those are only their kinds'."""
    rows: list[tuple[bytes, float, bool]] = []
    with connection.cursor() as cursor:
        for window in windows(sights) if sights else []:
            cursor.execute(BUILDINGS, window)
            rows += cursor.fetchall()
    shapes = np.asarray(shapely.from_wkb([bytes(shape) for shape, _, _ in rows]), dtype=object)
    heights = np.array([height for _, height, _ in rows], float)
    return shapes, heights, np.array([assumed for _, _, assumed in rows], bool)
