"""The whole choice: greedy, mended by exchanges, with a proof of how near the best it comes."""

import math
from dataclasses import dataclass

import numpy as np

from geo.siting.bounds import bound_of, guarantee_of
from geo.siting.exchanging import exchange
from geo.siting.greedy import Greedy, Pick
from geo.siting.options import Floats, Options

STARTS = 64  # greedy choices at most
WORK = 500_000  # pairs of option and cell gone through for them all: a tenth of a second


@dataclass(frozen=True)
class Choice:
    """Options in the order in which they were chosen, what each added, and what no choice exceeds.

    `guarantee` holds for every table and was known beforehand; `bound` is proven for this one.
    """

    chosen: tuple[int, ...]
    gains: tuple[float, ...]
    evaluations: int
    guarantee: float
    bound: float

    @property
    def value(self) -> float:
        """The worth of all cells covered."""
        return math.fsum(self.gains)

    @property
    def at_least(self) -> float:
        """The share of the best possible worth that this choice surely reaches, 0..1."""
        proven = self.value / self.bound if self.bound > 0 else 1.0
        return min(max(proven, self.guarantee), 1.0)


def choose(options: Options, worth: Floats, budget: float) -> Choice:
    """Choose within the budget: the best of several greedy choices, each mended by exchanges.

    They come in the order in which greedy takes them among themselves, so that the first few are
    the ones to begin with.
    """
    begun = _begin(options, worth, budget)
    mended = [
        exchange(options, worth, budget, [pick.option for pick in each.picks]) for each in begun
    ]
    orders = [_in_order(options, worth, budget, chosen) for chosen in mended]
    best = max(orders, key=lambda picks: math.fsum(pick.gain for pick in picks))
    order = tuple(pick.option for pick in best)
    return Choice(
        chosen=order,
        gains=tuple(pick.gain for pick in best),
        evaluations=sum(each.evaluations for each in begun),
        guarantee=guarantee_of(options),
        bound=bound_of(options, worth, budget, order),
    )


def _begin(options: Options, worth: Floats, budget: float) -> list[Greedy]:
    """Choose by gain and by gain per cost; where the table is small, from other beginnings too."""
    begun = [Greedy(options, worth, budget)]
    if not options.uniform:
        begun.append(Greedy(options, worth, budget, by_cost=True))
    starts = min(len(options), STARTS, WORK // max(len(options.cells), 1))
    ranked = np.argsort(-options.gains(worth), kind="stable")[1:starts].tolist()
    return begun + [Greedy(options, worth, budget, by_cost=True, first=first) for first in ranked]


def _in_order(options: Options, worth: Floats, budget: float, chosen: list[int]) -> list[Pick]:
    picks = Greedy(options.only(chosen), worth, budget, by_cost=True).picks
    return [Pick(chosen[pick.option], pick.gain) for pick in picks]
