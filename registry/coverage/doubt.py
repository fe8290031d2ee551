"""How sure a study is: the same cameras again and again, each time a little otherwise."""

from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.visibility import Occluders, Poses
from registry.coverage.models import Study
from registry.coverage.progress import Tell
from registry.coverage.scene import Scene

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WORLDS, EACH = 10, 10  # towns with other heights, and in each so many draws of the cameras
DRAWS = WORLDS * EACH
HEIGHT_SD = 0.33  # of the logarithm: houses of one kind differ by about a third
LOW, HIGH = 5.0, 95.0  # percent
SLICE = 500  # poses asked at a time


@dataclass(frozen=True, eq=False)
class Drawn:
    """What the draws gave: how often each cell was seen, 0..1, and each share's (DRAWS,) values."""

    sure: Floats
    shares: dict[str, Floats]

    def interval(self, name: str, value: float) -> tuple[float, float]:
        """Give what holds the middle nine tenths of the draws, and the share as measured."""
        low, high = np.percentile(self.shares[name], [LOW, HIGH])
        return min(float(low), value), max(float(high), value)


def draw(scene: Scene, weights: dict[str, Floats], seed: int, tell: Tell) -> Drawn:
    """Draw all that nobody knows exactly anew, DRAWS times, and count the shares each time.

    Drawn are azimuths, from a normal of azimuth_sd; positions, from one of position_sd in each
    direction; heights that are only those of their kind, from a lognormal a third wide; and whether
    a camera is there, from its uptime of the last weeks. Who is offline too often counts in no draw
    as in no share. Each of `weights` says how much a cell counts for a share; where all are 0 there
    is none. The same seed throws the same dice.
    """
    dice = np.random.default_rng(seed)
    counted = np.zeros(len(scene.table))
    values: dict[str, list[float]] = {name: [] for name in weights}
    for _ in range(WORLDS):
        occluders = _otherwise_high(scene, dice)
        seen = _seen(scene, occluders, dice, tell)
        counted += seen.sum(axis=0)
        for name, weight in weights.items():
            total = weight.sum()
            values[name] += (seen @ weight / total if total else np.zeros(EACH)).tolist()
    return Drawn(counted / DRAWS, {name: np.array(each) for name, each in values.items()})


def seed_of(study: Study) -> int:
    """Give the seed of a study: the same for the same question about the same cameras."""
    asked = (bytes(study.area.wkb), study.cameras, study.at.isoformat(), study.target_height)
    return int.from_bytes(blake2b(repr(asked).encode(), digest_size=8).digest())


def _otherwise_high(scene: Scene, dice: np.random.Generator) -> Occluders:
    parts = scene.occluders
    factor = np.exp(dice.normal(0.0, HEIGHT_SD, len(scene.assumed)))
    # one factor a building: its parts stand equally high
    heights = parts.heights * np.where(scene.assumed, factor, 1.0)[parts.owner]
    return scene.with_heights(heights)


def _seen(
    scene: Scene, occluders: Occluders, dice: np.random.Generator, tell: Tell
) -> NDArray[np.bool_]:
    """Give which cells are seen in each of the draws of one world, (EACH, cells)."""
    seen = np.zeros((EACH, len(scene.table)), bool)
    camera = np.tile(np.arange(len(scene)), EACH)
    turn = np.repeat(np.arange(EACH), len(scene))
    there = (scene.directed & scene.online)[camera] & (
        dice.random(len(camera)) < scene.uptime[camera]
    )
    poses = _elsewhere(scene, camera, dice)
    for first in range(0, len(camera), SLICE):
        some = np.arange(first, min(first + SLICE, len(camera)))
        up = some[there[some]]
        nth, cell = scene.seen(poses[up], camera[up], occluders)
        seen[turn[up][nth], cell] = True
        tell(len(some))
    return seen


def _elsewhere(scene: Scene, camera: Ints, dice: np.random.Generator) -> Poses:
    """Draw where cameras stand and look; none is pushed into a wall, but away from it."""
    poses = scene.poses[camera]
    turned = poses.azimuth + dice.normal(0.0, 1.0, len(camera)) * scene.azimuth_sd[camera]
    off = dice.normal(0.0, 1.0, (len(camera), 2)) * scene.position_sd[camera, None]
    here = np.column_stack([poses.x, poses.y])
    outside = ~_walled(scene, here)  # one on a roof may stand anywhere
    spots = here + off
    walled = _walled(scene, spots) & outside
    spots[walled] = (here - off)[walled]
    walled &= _walled(scene, spots)
    spots[walled] = here[walled]
    return replace(poses, x=spots[:, 0], y=spots[:, 1], azimuth=turned % 360.0)


def _walled(scene: Scene, spots: Floats) -> Bools:
    inside = np.zeros(len(spots), bool)
    inside[scene.occluders.tree.query(shapely.points(spots), predicate="intersects")[0]] = True
    return inside
