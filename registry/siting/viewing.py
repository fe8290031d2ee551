"""What each kind of camera would see from each place, in each direction it may be turned to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.optics import SCHEMES
from geo.siting import Options
from geo.siting.fans import Lens, fans
from registry.cameras.models import Camera
from registry.cameras.sights import Sight
from registry.cameras.standing import stand
from registry.coverage.models import Study
from registry.siting.candidates import Pole
from registry.siting.ground import Ground
from registry.siting.models import CameraType
from registry.siting.scene import Scene

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Watch = Callable[[int, int], None]

CHUNK = 100  # places looked round from at a time: a fraction of a second
TURNS = np.arange(0.0, 360.0, 45.0)  # degrees: where a camera on a pole may look
OUTWARD = np.arange(-90.0, 91.0, 45.0)  # and one on a wall, from straight out of it


@dataclass(frozen=True, eq=False)
class Views:
    """Ways (K,) to put up a camera: which pole, which kind, and where it looks; NaN all round.

    `option` and `cell` (S,) pair them with the rows of the ground each would see.
    """

    pole: Ints
    kind: Ints
    azimuth: Floats
    option: Ints
    cell: Ints

    def options(self, cost: Floats) -> Options:
        """Give them as options, of which each pole takes one; `cost` (K,)."""
        return Options.of(self.option, self.cell, self.pole, cost)


def fits(kind: CameraType, pole: Pole) -> bool:
    """Tell whether a camera of this kind can be put up there."""
    return (kind.mount == Camera.Mount.WALL) == (pole.outward is not None)


def views_of(
    poles: Sequence[Pole],
    kinds: Sequence[CameraType],
    ground: Ground,
    study: Study,
    watch: Watch,
) -> Views:
    """Look round from every pole with every kind that fits it; `watch` is told done and total."""
    total, done = len(poles) * len(kinds), 0
    farthest = max((kind.range for kind in kinds), default=0.0)
    lnglat = np.array([(pole.lng, pole.lat) for pole in poles]).reshape(-1, 2)
    parts = list[Views]()
    for scene, here in Scene.all_of(lnglat, farthest, ground):
        for number, kind in enumerate(kinds):
            for first in range(0, len(here), CHUNK):
                watch(done, total)
                chunk = here[first : first + CHUNK].tolist()
                fitting = {i: poles[i] for i in chunk if fits(kind, poles[i])}
                parts.append(_look(scene, fitting, number, kind, study))
                done += len(chunk)
    watch(total, total)
    return _joined(parts)


def _look(
    scene: Scene, poles: Mapping[int, Pole], number: int, kind: CameraType, study: Study
) -> Views:
    """Look round from poles, by their numbers, with one kind of camera."""
    stands = (
        stand([_sight(pole, kind) for pole in poles.values()], scene.plane, scene.occluders)
        if poles
        else []
    )
    open_air = {i: each.spot for i, each in zip(poles, stands, strict=True) if not each.indoor}
    azimuths = _azimuths([poles[i] for i in open_air], kind)
    found = fans(
        scene.occluders,
        np.array([(spot.x, spot.y) for spot in open_air.values()]).reshape(-1, 2),
        azimuths,
        Lens(kind.height, kind.hfov, kind.range, kind.width_px),
        scene.table,
        least=SCHEMES[study.scheme][study.level],
        target_height=study.target_height,
    )
    turns = azimuths.shape[1]
    return Views(
        pole=np.repeat(np.array(list(open_air), np.int64), turns),
        kind=np.full(azimuths.size, number),
        azimuth=np.full(azimuths.size, np.nan) if kind.hfov >= 360 else azimuths.ravel(),
        option=found.place * turns + found.direction,
        cell=scene.rows[found.cell],
    )


def _azimuths(poles: Sequence[Pole], lens: CameraType) -> Floats:
    """Give the directions (P, A) in which a camera of this kind may be put up."""
    if lens.hfov >= 360:
        return np.zeros((len(poles), 1))
    if lens.mount == Camera.Mount.WALL:
        out = np.array([pole.outward or 0.0 for pole in poles])
        return np.asarray((out[:, None] + OUTWARD) % 360.0, float)
    return np.tile(TURNS, (len(poles), 1))


def _sight(pole: Pole, kind: CameraType) -> Sight:
    return Sight(
        lng=pole.lng,
        lat=pole.lat,
        height=kind.height,
        azimuth=None,
        tilt=None,
        roll=0.0,
        hfov=kind.hfov,
        vfov=None,
        range=kind.range,
        reach_hfov=None,
        reach_azimuth=None,
        form=kind.form,
        mount=kind.mount,
        indoor=False,
    )


def _joined(parts: Sequence[Views]) -> Views:
    counts = np.cumsum([0, *(len(part.pole) for part in parts)])
    whole = [
        np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0)])
        for name in ("pole", "kind", "azimuth")
    ]
    options = [part.option + before for part, before in zip(parts, counts, strict=False)]
    cells = [part.cell for part in parts]
    none = [np.zeros(0, np.int64)]
    return Views(
        whole[0].astype(np.int64),
        whole[1].astype(np.int64),
        whole[2],
        np.concatenate(options or none),
        np.concatenate(cells or none),
    )
