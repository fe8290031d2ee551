"""One camera in ten is mute or hostile: by how much that ages the pictures of the others."""

import statistics
from operator import sub
from uuid import UUID

from registry.feeds.sources import source
from registry.feeds.sources.rtsp import conversation
from tests.registry.feeds.test_taking import HOSTILE, WELL, House, run, until

TO_REACH = 1.5
PICTURES = 4


def main() -> None:
    """Print what is usual between two pictures of each camera, alone and with the others."""
    source.KEYFRAME_WAIT = conversation.ANSWER = 2.0
    run(measure, rate=10.0)


async def measure(house: House) -> None:
    """Watch ninety that are well, then ten more that are not."""
    well = house.follow(*WELL)
    house.pulling.watch(well)
    alone = await gaps(house, well, 0)
    bad = house.follow(*HOSTILE, *(f"{path}0" for path in HOSTILE))
    house.pulling.watch(bad)
    await until(lambda: all(house.of(camera).failures for camera in bad), 60)
    together = await gaps(house, well, max(len(taken) for taken in house.shown.values()))
    worst = max(together[each] / max(alone[each], 1.0) for each in well)
    usual = statistics.median(alone.values()), statistics.median(together.values())
    print(f"between two pictures: alone {usual[0]:.2f} s, with the hostile {usual[1]:.2f} s")
    print(f"ratio of the camera that ages most: {worst:.2f} (to reach: {TO_REACH})")


async def gaps(house: House, cameras: list[UUID], since: int) -> dict[UUID, float]:
    """Give each camera's median seconds between two pictures, from a number of them on."""
    enough = since + PICTURES
    await until(lambda: all(len(house.shown.get(c, ())) >= enough for c in cameras), 120)
    return {
        camera: statistics.median(map(sub, taken[since + 1 :], taken[since:]))
        for camera in cameras
        for taken in [house.shown[camera]]
    }


if __name__ == "__main__":
    main()
