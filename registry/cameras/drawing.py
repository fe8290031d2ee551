"""What cameras see and could see, drawn on the plane of their neighbourhood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.plane import Plane
from geo.visibility import EYE_LEVEL, Occluders, Poses, fields_of_view
from registry.cameras.neighbourhoods import plane_of, square_of
from registry.cameras.sights import Sight, View
from registry.cameras.standing import Stand, stand

Geometries = NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Where a camera really stands, and its two fields of view in degrees; None is unknown."""

    lng: float
    lat: float
    height: float
    snapped_by: float
    indoor: bool
    sees: shapely.Geometry | None
    reach: shapely.Geometry | None


@dataclass(frozen=True)
class Ground:
    """What is drawn on: the buildings, their plane, and how high above it a person is seen."""

    occluders: Occluders
    plane: Plane
    target_height: float


def draw(
    sights: Sequence[Sight],
    footprints: Geometries,
    heights: NDArray[np.float64],
    *,
    target_height: float = EYE_LEVEL,
) -> list[Drawn]:
    """Draw the cameras of one square among their buildings (footprints in degrees)."""
    if not sights:
        return []
    plane = plane_of(square_of(sights[0].lng, sights[0].lat))
    occluders = Occluders(plane.geometry_to_metres(footprints), heights)
    stands = stand(sights, plane, occluders)
    ground = Ground(occluders, plane, target_height)
    seen = _views(stands, ground, lambda s: s.now() if s.directed else None)
    reached = _views(stands, ground, lambda s: s.turned() if s.turns else None)
    here = plane.to_degrees([(each.spot.x, each.spot.y) for each in stands])
    return [
        Drawn(
            lng=lng,
            lat=lat,
            height=each.sight.height,
            snapped_by=each.spot.moved_m,
            indoor=each.indoor,
            sees=sees,
            reach=reach,
        )
        for each, (lng, lat), sees, reach in zip(stands, here.tolist(), seen, reached, strict=True)
    ]


def _views(
    stands: list[Stand],
    ground: Ground,
    look: Callable[[Sight], View | None],
) -> list[shapely.Geometry | None]:
    """Draw those that have such a view, less their masks; indoors one sees no open ground."""
    views = [look(each.sight) for each in stands]
    answer: list[shapely.Geometry | None] = [
        None if view is None else shapely.MultiPolygon() for view in views
    ]
    which = [i for i, each in enumerate(stands) if views[i] and not each.indoor]
    if which:
        some = [stands[i] for i in which]
        poses = _poses(some, [views[i] or View(0, 0) for i in which])
        shapes = fields_of_view(ground.occluders, poses, target_height=ground.target_height)
        for i, each in enumerate(some):
            if each.sight.masks:
                masks = ground.plane.geometry_to_metres(shapely.union_all(each.sight.masks))
                shapes[i] = shapely.difference(shapes[i], masks)
        for i, shape in zip(which, on_the_map(ground.plane, shapes), strict=True):
            answer[i] = shape
    return answer


def _poses(stands: list[Stand], views: list[View]) -> Poses:
    azimuth, hfov, tilt, vfov, roll = np.array(views, dtype=float).T
    return Poses(
        x=[each.spot.x for each in stands],
        y=[each.spot.y for each in stands],
        height=[each.sight.height for each in stands],
        range=[each.sight.range for each in stands],
        azimuth=azimuth,
        hfov=hfov,
        tilt=tilt,
        vfov=vfov,
        roll=roll,
    )


def on_the_map(plane: Plane, shapes: Geometries) -> Geometries:
    """Turn shapes into degrees: valid, and in two pieces where they cross the antimeridian."""
    degrees: Geometries = plane.geometry_to_degrees(shapes)
    west, _, east, _ = shapely.bounds(degrees).T
    for i in np.flatnonzero((west < -180) | (east > 180)):
        degrees[i] = _split(degrees[i])
    broken = ~shapely.is_valid(degrees)
    degrees[broken] = shapely.make_valid(degrees[broken], method="structure", keep_collapsed=False)
    return degrees


def _split(shape: shapely.Geometry) -> shapely.Geometry:
    """Cut a shape whose longitudes run past ±180 at the antimeridian."""
    pieces = [
        shapely.transform(
            shapely.intersection(shape, shapely.box(-180 + turn, -90, 180 + turn, 90)),
            _shifted(turn),
        )
        for turn in (-360.0, 0.0, 360.0)
    ]
    return shapely.union_all(pieces)


def _shifted(turn: float) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    return lambda xy: xy - np.array([turn, 0.0])
