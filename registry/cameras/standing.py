"""Where cameras stand among buildings: free, out of the wall, on the roof or indoors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from geo.plane import Plane
from geo.visibility import Occluders, Snap, snap_out
from registry.cameras.models import Camera
from registry.cameras.sights import Sight

SNAP_LIMIT = 5.0  # metres a survey may be off before "in the wall" means "indoors"
ROOF_STAND = 1.0  # metres above its roof that a roof camera looks from at least


@dataclass(frozen=True)
class Stand:
    """A camera at the spot it can really be at, in metres."""

    sight: Sight
    spot: Snap
    indoor: bool


def stand(sights: Sequence[Sight], plane: Plane, occluders: Occluders) -> list[Stand]:
    """Put every camera where it can be."""
    spots = plane.to_metres([(sight.lng, sight.lat) for sight in sights])
    inside, walls = occluders.tree.query(shapely.points(spots), predicate="intersects")
    around: dict[int, list[int]] = {}
    for camera, wall in zip(inside.tolist(), walls.tolist(), strict=True):
        around.setdefault(camera, []).append(wall)
    return [
        _stand_one(sight, (x, y), occluders, around.get(i, []))
        for i, (sight, (x, y)) in enumerate(zip(sights, spots.tolist(), strict=True))
    ]


def _stand_one(
    sight: Sight, spot: tuple[float, float], occluders: Occluders, walls: list[int]
) -> Stand:
    unmoved = Snap(*spot, 0.0, "free")
    if not walls or sight.indoor:
        return Stand(sight, unmoved, sight.indoor)
    roof = float(occluders.heights[walls].max())
    if sight.mount == Camera.Mount.ROOF:
        raised = replace(sight, height=max(sight.height, roof + ROOF_STAND))
        return Stand(raised, unmoved, indoor=False)
    if sight.height > roof:
        return Stand(sight, unmoved, indoor=False)
    snap = snap_out(spot, occluders, SNAP_LIMIT)
    return Stand(sight, snap, indoor=snap.outcome == "indoors")
