"""Why nobody sees a cell well enough."""

import numpy as np
from numpy.typing import NDArray

from geo.visibility import Occluders
from registry.coverage.models import Reason
from registry.coverage.progress import Tell
from registry.coverage.scene import Scene

Bools = NDArray[np.bool_]
SLICE = 250  # cameras asked at a time

NOTHING = Occluders(np.zeros(0, dtype=object), np.zeros(0))


def why(scene: Scene, seen: Bools, too_few: Bools, offline: Bools, tell: Tell) -> NDArray[np.uint8]:
    """Give each cell's Reason: NONE where it is seen, else the one that is soonest put right.

    In this order: a camera that is offline too often would see it; one sees it with too few pixels;
    one would see it if it turned round, for nothing stands between; one would, but for a building;
    none is near enough to have the pixels, however it turned. `too_few` and `offline` are read off
    what was measured; the rest is asked of the cameras turned all round, among the buildings and
    without them.
    """
    answer = np.full(len(seen), Reason.NO_CAMERA, np.uint8)
    there = scene.facing(np.flatnonzero(scene.online))
    for reason, occluders in ((Reason.BLOCKED, NOTHING), (Reason.ELSEWHERE, scene.occluders)):
        answer[_turned_round(there, occluders, tell)] = reason
    answer[too_few] = Reason.PIXELS
    answer[offline] = Reason.OFFLINE
    answer[seen] = Reason.NONE
    return answer


def _turned_round(scene: Scene, occluders: Occluders, tell: Tell) -> Bools:
    found = np.zeros(len(scene.table), bool)
    for first in range(0, len(scene), SLICE):
        rows = np.arange(first, min(first + SLICE, len(scene)))
        poses = scene.poses[rows].all_round()
        found[scene.seen(poses, rows, occluders, masked=False)[1]] = True
        tell(len(rows))
    return found
