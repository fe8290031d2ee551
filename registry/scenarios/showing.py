"""What a camera on paper would see, as a picture."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.still import Scene, render
from geo.visibility import Occluders, Poses
from registry.cameras.neighbourhoods import plane_of, square_of
from registry.cameras.sights import Sight
from registry.cameras.standing import stand
from registry.cameras.surroundings import buildings_around

SIZE = (320, 180)
FAR = 250.0  # metres: houses show in a picture beyond what the camera can tell apart


def picture(sight: Sight, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """Render it, (H, W, 3) sRGB, among the houses that stand there."""
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
    return render(Scene(occluders), pose, size=size).pixels
