"""What a still costs: bare among buildings, dressed as the demo's cameras, and the next frame."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from fixtures.feeds.pictures import Pictures
from fixtures.feeds.poses import pose
from fixtures.scenery.townscape import around, light, occluders
from fixtures.town.cameras import cameras
from geo.still import Scene, render

NOON = datetime(2026, 6, 21, 17, tzinfo=UTC)


def main() -> None:
    """Print CPU milliseconds, the median over the town's traffic cameras."""
    chosen = [camera for camera in cameras() if camera.kind == "traffic"]
    bare, now, pictures = Scene(occluders()), light(NOON), Pictures()
    second = NOON.timestamp()
    dressed = {c.ref: around(np.asarray(c.at), now) for c in chosen}
    rows: dict[str, Callable[[int], object]] = {
        "still 320x180, walls and ground": lambda i: render(bare, pose(chosen[i], 0)),
        "still 320x180, the town": lambda i: render(
            dressed[chosen[i].ref], pose(chosen[i], 0), light=now
        ),
        "first picture of a feed": lambda i: pictures.at(chosen[i], second),
        "next picture of a feed": lambda i: pictures.at(chosen[i], second + 1),
    }
    for name, deed in rows.items():
        deed(0)
        print(
            f"{name:34s} {statistics.median(_cost(deed, i) for i in range(1, len(chosen))):7.1f} ms"
        )


def _cost(deed: Callable[[int], object], i: int) -> float:
    begin = time.process_time()
    deed(i)
    return (time.process_time() - begin) * 1000


if __name__ == "__main__":
    main()
