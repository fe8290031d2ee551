"""100 of 2,000 places: lazy greedy against asking every option each time, in one run.

The peer is plain greedy as one would write it in numpy: all gains anew for every pick. Fields of
view are ready before the clock starts; what the whole choice takes, with its exchanges and its
proof of how near the best it comes, is told beside.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from geo.siting import Options, choose
from geo.siting.greedy import Greedy
from geo.siting.options import Floats

PLACES, DIRECTIONS, PICKS = 2000, 8, 100
SIDE, REACH, STEP = 4000.0, 60.0, 6.6  # metres; a cell of H3 resolution 13 is as large as 6.6² m²


def scene(seed: int = 1) -> tuple[Options, Floats]:
    """Give cameras of 90° on poles all over 16 km², on ground worth more here and there."""
    rng = np.random.default_rng(seed)
    across = int(SIDE / STEP)
    reach = int(REACH / STEP) + 1
    column, row = (grid.ravel() for grid in np.meshgrid(*[np.arange(-reach, reach + 1)] * 2))
    spots = rng.uniform(REACH, SIDE - REACH, (PLACES, 2))
    at = (spots / STEP).astype(int)
    x = (at[:, :1] + column) * STEP - spots[:, :1]
    y = (at[:, 1:] + row) * STEP - spots[:, 1:]
    bearing = np.degrees(np.arctan2(x, y))[:, None, :]
    azimuth = np.arange(0.0, 360.0, 360.0 / DIRECTIONS)[None, :, None]
    ahead = np.abs((bearing - azimuth + 180.0) % 360.0 - 180.0) <= 45.0
    place, direction, near = np.nonzero(ahead & (np.hypot(x, y) <= REACH)[:, None, :])
    cells = (at[place, 1] + row[near]) * across + at[place, 0] + column[near]
    options = Options.of(
        place * DIRECTIONS + direction, cells, np.repeat(np.arange(PLACES), DIRECTIONS)
    )
    return options, rng.exponential(1.0, across * across + 2 * reach * across)


def plainly(options: Options, worth: Floats) -> float:
    """Choose as lazy greedy does, asking all options each time; give the worth."""
    left, free, value = worth.copy(), np.ones(len(options), bool), 0.0
    for _ in range(PICKS):
        gains = np.where(free, options.gains(left), 0.0)
        best = int(np.argmax(gains))
        value += float(gains[best])
        left[options.covers(best)] = 0.0
        free[options.place == options.place[best]] = False
    return value


def timed(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Give the best of some runs in CPU seconds, and what came of it."""
    best, result = float("inf"), None
    for _ in range(times):
        begun = time.process_time()
        result = work()
        best = min(best, time.process_time() - begun)
    return best, result


def main() -> None:
    """Print the table."""
    options, worth = scene()
    lazy, greedy = timed(lambda: Greedy(options, worth, PICKS))
    plain, value = timed(lambda: plainly(options, worth), times=1)
    whole, choice = timed(lambda: choose(options, worth, PICKS))
    asked = len(options) * PICKS
    print(f"{PICKS} of {PLACES} places, {len(options)} options, {len(options.cells)} pairs")
    print(f"lazy greedy   {1e3 * lazy:8.1f} ms  {greedy.evaluations:9d} gains  {greedy.value:.1f}")
    print(f"plain greedy  {1e3 * plain:8.1f} ms  {asked:9d} gains  {value:.1f}")
    print(f"              {plain / lazy:8.1f} x   {asked / greedy.evaluations:8.1f} x")
    print(f"with exchanges and proof {1e3 * whole:.1f} ms: {choice.value:.1f}, ", end="")
    print(f"at least {100 * choice.at_least:.1f} % of the best")


if __name__ == "__main__":
    main()
