"""Mending a choice: one option out and another in, as long as that covers more."""

from collections.abc import Sequence

import numpy as np

from geo.siting.options import Floats, Ints, Options

ROUNDS = 4  # over all that is chosen; few choices change after the second
WORTH_IT = 1e-9  # of what is lost: less is rounding


def exchange(options: Options, worth: Floats, budget: float, chosen: Sequence[int]) -> list[int]:
    """Give a choice worth at least as much within the same budget, in no order."""
    table = _Exchange(options, worth, budget, list(chosen))
    for _ in range(ROUNDS):
        changed = [table.improve(slot) for slot in range(len(table.chosen))]
        if not any(changed):
            break
    table.fill()
    return table.chosen


class _Exchange:
    """What each option would add to those chosen, kept up as they change."""

    def __init__(self, options: Options, worth: Floats, budget: float, chosen: list[int]) -> None:
        self.options, self.worth, self.chosen = options, worth, chosen
        self.purse = budget - float(options.cost[chosen].sum())
        self.taken = np.zeros(int(options.place.max(initial=0)) + 1, bool)
        self.taken[options.place[chosen]] = True
        self.count = np.zeros(len(worth), np.int64)
        for option in chosen:
            self.count[options.covers(option)] += 1
        self.gain = options.gains(np.where(self.count == 0, worth, 0.0))

    def improve(self, slot: int) -> bool:
        """Put the best other option in one's stead, if that covers more."""
        out = self.chosen[slot]
        loss = self._remove(out)
        best = self._best()
        better = best is not None and self.gain[best] > loss * (1 + WORTH_IT)
        chosen = best if better and best is not None else out
        self._add(chosen)
        self.chosen[slot] = chosen
        return chosen != out

    def fill(self) -> None:
        """Spend what exchanges saved."""
        while (best := self._best()) is not None:
            self._add(best)
            self.chosen.append(best)

    def _best(self) -> int | None:
        free = ~self.taken[self.options.place] & (self.options.cost <= self.purse + WORTH_IT)
        gain = np.where(free & (self.gain > WORTH_IT), self.gain, 0.0)
        return int(np.argmax(gain)) if gain.any() else None

    def _remove(self, option: int) -> float:
        cells = self.options.covers(option)
        self.count[cells] -= 1
        self.taken[self.options.place[option]] = False
        self.purse += float(self.options.cost[option])
        bare = cells[self.count[cells] == 0]
        self._change(bare, +1.0)
        return float(self.worth[bare].sum())

    def _add(self, option: int) -> None:
        cells = self.options.covers(option)
        self._change(cells[self.count[cells] == 0], -1.0)
        self.count[cells] += 1
        self.taken[self.options.place[option]] = True
        self.purse -= float(self.options.cost[option])

    def _change(self, cells: Ints, sign: float) -> None:
        """Let every option that covers these cells gain or lose them."""
        options, times = self.options.covering(cells)
        worth = np.repeat(self.worth[cells] * sign, times)
        self.gain += np.bincount(options, weights=worth, minlength=len(self.options))
