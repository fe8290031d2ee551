"""What may be chosen, which cells each option would cover, and what those are still worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.refusals import Impossible

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class ImpossibleOptions(Impossible):
    """These are no options to choose from."""


@dataclass(frozen=True, eq=False)
class Options:
    """What may be chosen: which option covers which cells, CSR.

    `starts` (K + 1,) and `cells` (S,): option k covers the cells `cells[starts[k]:starts[k + 1]]`,
    each once. Of those with the same `place` (K,) at most one is chosen. `cost` (K,), above zero,
    is in the budget's unit: 1 each where the budget is a number of cameras.
    """

    starts: Ints
    cells: Ints
    place: Ints
    cost: Floats

    @classmethod
    def of(
        cls, option: ArrayLike, cell: ArrayLike, place: ArrayLike, cost: ArrayLike = 1.0
    ) -> Self:
        """Make them of pairs (option, cell) in any order, of a place and a cost for each option."""
        rows, cells = np.asarray(option, np.int64), np.asarray(cell, np.int64)
        places = np.asarray(place, np.int64)
        costs = np.broadcast_to(np.asarray(cost, float), places.shape)
        if not (np.isfinite(costs).all() and (costs > 0).all()):
            raise ImpossibleOptions("Every option costs something, and a finite sum.")
        if len(rows) != len(cells) or (
            len(rows) and not 0 <= rows.min() <= rows.max() < len(places)
        ):
            raise ImpossibleOptions("Every pair names a cell and one of the options.")
        order = np.argsort(rows, kind="stable")
        starts = np.searchsorted(rows[order], np.arange(len(places) + 1))
        return cls(starts, cells[order], places, np.array(costs))

    def __len__(self) -> int:
        return len(self.place)

    def covers(self, option: int) -> Ints:
        """Give the cells one option covers."""
        return self.cells[self.starts[option] : self.starts[option + 1]]

    def only(self, chosen: Sequence[int]) -> Self:
        """Keep some of them, numbered anew."""
        rows = [self.covers(option) for option in chosen]
        option = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        cells = np.concatenate(rows) if rows else np.empty(0, np.int64)
        places, costs = self.place[list(chosen)], self.cost[list(chosen)]
        return type(self).of(option, cells, places, costs)

    def gains(self, left: Floats) -> Floats:
        """Give what each option (K,) would add, where cell c is still worth `left[c]` (C,)."""
        sums = np.concatenate([[0.0], np.cumsum(left[self.cells])])
        return np.asarray(sums[self.starts[1:]] - sums[self.starts[:-1]], float)

    def covering(self, cells: Ints) -> tuple[Ints, Ints]:
        """Give the options that cover any of these cells, cell by cell, and how many cover each."""
        options, starts = self._turned
        first, times = starts[cells], starts[cells + 1] - starts[cells]
        nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        return options[np.repeat(first, times) + nth], times

    @cached_property
    def _turned(self) -> tuple[Ints, Ints]:
        """The same table by cell: CSC."""
        order = np.argsort(self.cells, kind="stable")
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))[order]
        starts = np.searchsorted(self.cells[order], np.arange(self.cells.max(initial=-1) + 2))
        return rows, starts

    @property
    def uniform(self) -> bool:
        """Tell whether all cost the same, so that the budget is a number of cameras."""
        return not len(self) or bool((self.cost == self.cost[0]).all())

    @property
    def exclusive(self) -> bool:
        """Tell whether any two share a place."""
        return len(np.unique(self.place)) < len(self)


def worth_left(weights: ArrayLike, covered: ArrayLike = 0.0) -> Floats:
    """Give what is still to be gained by cell: its weight by the chance that nobody sees it yet.

    `covered` (C,), 0..1, is the probability that a cell is seen already; a share told of a whole
    block counts as one.
    """
    weight, seen = np.broadcast_arrays(np.asarray(weights, float), np.asarray(covered, float))
    if not (np.isfinite(weight).all() and (weight >= 0).all()):
        raise ImpossibleOptions("A cell's weight is a finite number, not below zero.")
    if not ((seen >= 0) & (seen <= 1)).all():
        raise ImpossibleOptions("A probability lies in 0..1.")
    return np.asarray(weight * (1.0 - seen), float)
