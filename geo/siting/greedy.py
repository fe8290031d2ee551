"""One option after the other, each time the one that adds most, without asking all each time."""

import heapq
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from geo.siting.options import Floats, Options


class Pick(NamedTuple):
    """An option and what it added to those before it."""

    option: int
    gain: float


class Greedy:
    """A greedy choice, lazily: a gain worked out before others were chosen is an upper bound.

    (Minoux 1978; by gain per cost it is CELF, Leskovec et al. 2007.) Of equals the first option
    wins, as if all had been asked each time. `evaluations` counts gains worked out; `first` is
    taken before all others, so that one can begin elsewhere.
    """

    def __init__(
        self,
        options: Options,
        worth: Floats,
        budget: float,
        *,
        by_cost: bool = False,
        first: int | None = None,
    ) -> None:
        self.options, self.budget, self.first = options, budget, first
        self.price = options.cost if by_cost else np.ones(len(options))
        self.evaluations = len(options)
        self.picks = list(self._pick(worth.copy()))

    @property
    def value(self) -> float:
        """The worth of all that was chosen."""
        return sum(pick.gain for pick in self.picks)

    def _pick(self, left: Floats) -> Iterator[Pick]:
        purse, taken = self.budget, set[int]()
        rates = self.options.gains(left) / self.price
        queue = [(-rate, option) for option, rate in enumerate(rates.tolist()) if rate > 0]
        if self.first is not None:
            queue.append((-math.inf, self.first))
        heapq.heapify(queue)
        while queue:
            _, option = heapq.heappop(queue)
            place, cost = int(self.options.place[option]), float(self.options.cost[option])
            if place in taken or cost > purse:
                continue  # for good: places stay taken, and no purse fills again
            gain = float(left[self.options.covers(option)].sum())
            self.evaluations += 1
            now = (-gain / float(self.price[option]), option)
            if queue and now > queue[0] and option != self.first:
                heapq.heappush(queue, now)
            elif gain > 0:
                left[self.options.covers(option)] = 0.0
                taken.add(place)
                purse -= cost
                yield Pick(option, gain)
