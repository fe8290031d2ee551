"""The calls of each month in the three areas, as lines of a drawing the server makes."""

from itertools import groupby
from typing import NamedTuple

from registry.ledger.comparing import Comparison
from registry.ledger.places import NAMES

WIDTH, HEIGHT = 640, 170
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 18, 20  # what is left round the lines for words
GAP = 1.5  # months' width between before and after


class Stretch(NamedTuple):
    """Months in a row whose counts are told, as the points of a line."""

    area: str
    points: str


class Chart(NamedTuple):
    """Lines, the top of the scale, and where the words stand."""

    stretches: list[Stretch]
    top: int
    before: float
    after: float
    between: float


def chart(found: Comparison) -> Chart | None:
    """Draw it; months that are not told leave a gap. None where no month is told."""
    monthly = found.told_monthly
    top = max((n for area in monthly for n in area if n is not None), default=0)
    if not top:
        return None
    before, after = found.asked.before.length, found.asked.after.length
    step = (WIDTH - LEFT - RIGHT) / (before + after - 1 + GAP)
    across = [LEFT + step * (n + (GAP if n >= before else 0)) for n in range(before + after)]
    stretches = [
        Stretch(name, points)
        for name, counts in zip(NAMES, monthly, strict=True)
        for half in (range(before), range(before, before + after))
        for points in _runs([(across[n], counts[n]) for n in half], top)
    ]
    between = (across[before - 1] + across[before]) / 2
    return Chart(stretches, top, across[0], across[before], between)


def _runs(places: list[tuple[float, int | None]], top: int) -> list[str]:
    """Join months beside each other; one alone becomes a short dash."""
    high = HEIGHT - TOP - BOTTOM
    runs = []
    for told, run in groupby(places, key=lambda place: place[1] is not None):
        if told:
            points = [(x, TOP + high * (1 - (n or 0) / top)) for x, n in run]
            if len(points) == 1:
                [(x, y)] = points
                points = [(x - 3, y), (x + 3, y)]
            runs.append(" ".join(f"{x:.1f},{y:.1f}" for x, y in points))
    return runs
