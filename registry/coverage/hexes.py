"""Coarser cells of a study, for maps that show it from farther off."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from h3ronpy import change_resolution
from numpy.typing import NDArray

Ints = NDArray[np.int64]

RESOLUTIONS = (12, 11, 10, 9, 8, 7)


class Hex(NamedTuple):
    """One coarser cell, as StudyHex keeps it."""

    cell: int
    cells: int
    seen: int
    cameras: int
    level: int
    reason: int


def hexes(ids: NDArray[np.uint64], cameras: Ints, level: Ints, reason: Ints) -> Iterator[Hex]:
    """Sum the cells of a study up, at every resolution."""
    for resolution in RESOLUTIONS:
        parents, owner = np.unique(
            np.asarray(change_resolution(ids, resolution), np.uint64), return_inverse=True
        )
        count = len(parents)
        seen = np.bincount(owner, cameras > 0, minlength=count).astype(int)
        most = np.zeros(count, int)
        np.maximum.at(most, owner, cameras)
        columns = (
            parents.astype(np.int64),
            np.bincount(owner, minlength=count),
            seen,
            most,
            _commonest(owner, level, count),
            np.where(
                seen < np.bincount(owner, minlength=count),
                _commonest(owner, reason, count, unless=0),
                0,
            ),
        )
        yield from map(Hex._make, zip(*(column.tolist() for column in columns), strict=True))


def _commonest(owner: Ints, value: Ints, count: int, unless: int | None = None) -> Ints:
    """Give each owner's commonest value, the lowest of several; `unless` is not counted."""
    kinds = int(value.max(initial=0)) + 1
    table = np.bincount(owner * kinds + value, minlength=count * kinds).reshape(count, kinds)
    if unless is not None:
        table[:, unless] = 0
    return np.asarray(table.argmax(axis=1))
