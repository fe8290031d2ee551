"""What a camera would see that nobody has registered yet; it says nothing of any other camera."""

from dataclasses import dataclass, replace
from functools import cache
from threading import Thread

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from numpy.typing import NDArray

from geo.visibility import Occluders, engine_ready, step_out, warm
from registry.cameras.drawing import draw
from registry.cameras.models import Camera
from registry.cameras.neighbourhoods import plane_of, square_of
from registry.cameras.presets import PRESETS
from registry.cameras.sights import Sight
from registry.cameras.surroundings import buildings_around
from registry.places.bounds import covered

AROUND = 80.0  # metres: the house itself is wanted, however short a camera sees


@dataclass(frozen=True, kw_only=True)
class Described:
    """A camera as its owner describes it: what is left out is as such cameras usually are."""

    position: tuple[float, float]
    preset: str = "unknown"
    azimuth: float | None = None
    hfov: float | None = None
    range: float | None = None
    height: float | None = None
    indoor: bool = False

    def sight(self) -> Sight:
        """Give all that decides what it sees."""
        usual = PRESETS[self.preset]
        lng, lat = self.position
        turns = usual.form == Camera.Form.PTZ
        return Sight(
            lng=lng,
            lat=lat,
            height=usual.height if self.height is None else self.height,
            azimuth=None if self.azimuth is None else self.azimuth % 360,
            tilt=None,
            roll=0.0,
            hfov=usual.hfov if self.hfov is None else self.hfov,
            vfov=None,
            range=usual.range if self.range is None else self.range,
            reach_hfov=360.0 if turns else None,
            reach_azimuth=0.0 if turns else None,
            form=usual.form,
            mount=Camera.Mount.UNKNOWN,
            indoor=self.indoor,
        )


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Where it would stand and what it would see, with walls and without; None is not known."""

    in_bounds: bool
    lng: float
    lat: float
    moved_m: float
    indoors: bool
    sees: shapely.Geometry | None = None
    reach: shapely.Geometry | None = None
    wedge: shapely.Geometry | None = None


@cache
def get_ready() -> None:
    """Have this process load the engine meanwhile: it takes a second, and somebody will ask soon.

    What was not compiled on this machine yet is left to the worker, which does so at its start.
    """
    if engine_ready():
        Thread(target=warm, name="engine").start()


def preview(described: Described) -> Preview:
    """Draw it."""
    lng, lat = described.position
    if not covered(Point(lng, lat, srid=4326)):
        return Preview(in_bounds=False, lng=lng, lat=lat, moved_m=0.0, indoors=False)
    asked = described.sight()
    footprints, heights = buildings_around([replace(asked, range=max(asked.range, AROUND))])
    sight, stepped = _outside(asked, footprints, heights)
    (drawn,) = draw([sight], footprints, heights)
    (open_ground,) = draw(
        [replace(sight, lng=drawn.lng, lat=drawn.lat)], footprints[:0], heights[:0]
    )
    return Preview(
        in_bounds=True,
        lng=drawn.lng,
        lat=drawn.lat,
        moved_m=stepped + drawn.snapped_by,
        indoors=drawn.indoor,
        sees=drawn.sees,
        reach=drawn.reach,
        wedge=open_ground.sees,
    )


def buildings_near(lng: float, lat: float) -> list[shapely.Geometry]:
    """Give the footprints around a place, as anybody sees them on the map."""
    around = replace(Described(position=(lng, lat)).sight(), range=AROUND)
    footprints, _ = buildings_around([around])
    return list(footprints)


def hung(described: Described) -> tuple[float, float]:
    """Give where the camera hangs, lng and lat: on its house's wall, when the house was told."""
    asked = described.sight()
    around = buildings_around([replace(asked, range=max(asked.range, AROUND))])
    sight, _ = _outside(asked, *around)
    return sight.lng, sight.lat


def _outside(
    sight: Sight, footprints: NDArray[np.object_], heights: NDArray[np.float64]
) -> tuple[Sight, float]:
    if sight.indoor or not len(footprints):
        return sight, 0.0
    plane = plane_of(square_of(sight.lng, sight.lat))
    occluders = Occluders(plane.geometry_to_metres(footprints), heights)
    ((x, y),) = plane.to_metres([(sight.lng, sight.lat)]).tolist()
    spot = step_out((x, y), sight.azimuth, occluders)
    ((lng, lat),) = plane.to_degrees([(spot.x, spot.y)]).tolist()
    return (replace(sight, lng=lng, lat=lat), spot.moved_m) if spot.moved_m else (sight, 0.0)
