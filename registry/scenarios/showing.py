"""What a camera on paper would see, as a picture."""

from dataclasses import replace

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from numpy.typing import NDArray

from geo.plane import Plane
from geo.still import Scene, render
from geo.still.ground import Ground, Material, Sheet
from geo.visibility import Occluders, Poses
from registry.cameras.neighbourhoods import plane_of, square_of
from registry.cameras.sights import Sight
from registry.cameras.standing import stand
from registry.cameras.surroundings import buildings_around
from registry.places.models import Street

SIZE = (320, 180)
FAR = 250.0  # metres: houses show in a picture beyond what the camera can tell apart
PAINTED = 100.0  # metres: streets farther off are a line in a picture of this size
STEP = 1.0
ROADWAY, PAVEMENT = 4.0, 6.5  # metres from the middle of a street


def picture(sight: Sight, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """Render it, (H, W, 3) sRGB, among the houses and streets that are there."""
    footprints, heights = buildings_around([replace(sight, range=max(sight.range, FAR))])
    plane = plane_of(square_of(sight.lng, sight.lat))
    occluders = Occluders(plane.geometry_to_metres(footprints), heights)
    (stood,) = stand([sight], plane, occluders)
    pose = Poses(
        x=stood.spot.x,
        y=stood.spot.y,
        height=stood.sight.height,
        range=max(sight.range, FAR),
        azimuth=sight.azimuth or 0.0,
        hfov=sight.hfov,
        tilt=np.nan if sight.tilt is None else sight.tilt,
        vfov=np.nan if sight.vfov is None else sight.vfov,
        roll=sight.roll,
    )
    ground = _streets(plane, stood.spot.x, stood.spot.y)
    return render(Scene(occluders, ground=ground), pose, size=size).pixels


def _streets(plane: Plane, x: float, y: float) -> Ground:
    """Paint the streets around a place, in metres, on grass."""
    west, south, east, north = x - PAINTED, y - PAINTED, x + PAINTED, y + PAINTED
    box = shapely.bounds(plane.geometry_to_degrees(shapely.box(west, south, east, north)))
    near = Street.objects.filter(line__bboverlaps=Polygon.from_bbox(box.tolist()))
    lines = [shapely.from_wkb(bytes(line.wkb)) for line in near.values_list("line", flat=True)]
    middles = shapely.clip_by_rect(
        plane.geometry_to_metres(np.array(lines, dtype=object)), west, south, east, north
    )
    on = shapely.get_coordinates(shapely.segmentize(middles, STEP))
    side = int(2 * PAINTED / STEP)
    material = np.full((side, side), Material.GRASS, np.uint8)
    squares = np.floor((on[:, ::-1] - (south, west)) / STEP).astype(np.int64)
    for width, kind in ((PAVEMENT, Material.PAVEMENT), (ROADWAY, Material.ASPHALT)):
        row, column = (squares[:, None] + _disc(width / STEP)).reshape(-1, 2).T
        here = (row >= 0) & (row < side) & (column >= 0) & (column < side)
        material[row[here], column[here]] = kind
    return Ground((Sheet(west, south, STEP, material),))


def _disc(radius: float) -> NDArray[np.int64]:
    """Give the squares not farther than that from one square, (N, 2) steps."""
    steps = np.arange(-int(radius), int(radius) + 1)
    around = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    return np.asarray(around[np.hypot(*around.T) <= radius], np.int64)
