"""What hides the ground: footprints with heights, and which of them stand near a camera."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.refusals import Impossible
from geo.visibility.engine.packing import Prisms, pack_parts


class BadOccluders(Impossible):
    """These footprints and heights do not make occluders."""


class Occluders:
    """Prisms on flat ground: footprints in metres and their heights above ground.

    Invalid footprints are made valid, multipolygons become parts, what has no area is dropped: two
    points, an empty shape, a missing one. A height that is not a number is refused.
    """

    def __init__(self, footprints: Sequence[Any] | NDArray[np.object_], heights: ArrayLike) -> None:
        shapes = np.asarray(footprints, dtype=object)
        each = np.asarray(heights, float)
        if each.ndim and each.shape != shapes.shape:
            raise BadOccluders("Occluders need as many heights as footprints, or one for all.")
        each = np.broadcast_to(each, shapes.shape)
        if not np.isfinite(each).all():
            raise BadOccluders("Every occluder needs a finite height in metres.")
        broken = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
        if broken.any():
            shapes = shapes.copy()
            shapes[broken] = shapely.make_valid(shapes[broken])
        # a mended shape may be a collection: parts of parts, of which the polygons count
        parts, owner = shapely.get_parts(shapes, return_index=True)
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
        solid = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (
            shapely.area(parts) > 0
        )
        self.parts: NDArray[np.object_] = shapely.orient_polygons(parts[solid])
        self.owner: NDArray[np.intp] = owner[solid]
        self.heights: NDArray[np.float64] = np.ascontiguousarray(each[self.owner])

    def __len__(self) -> int:
        return len(self.parts)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """An index of the parts, for the questions that shapely answers."""
        return shapely.STRtree(self.parts)

    @cached_property
    def packed(self) -> Prisms:
        """The same for the compiled engine."""
        return pack_parts(self.parts, self.heights)

    def near(self, x: float, y: float, reach: float) -> NDArray[np.intp]:
        """Give the indices of the parts nearer than `reach` metres."""
        return np.sort(self.tree.query(shapely.Point(x, y), predicate="dwithin", distance=reach))
