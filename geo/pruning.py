"""Which cameras would be missed least: what each alone sees, and in which order they could go."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.refusals import Impossible

SAME = 9  # digits behind the point; sums of the same weights in another order differ below them


class NotRows(Impossible):
    """Cameras, cells and weights do not fit together: whole numbers from 0, a weight for each."""


class Removals(NamedTuple):
    """Cameras in the order of going: (R,) rows, and (R, K) weights lost with each."""

    camera: NDArray[np.int64]
    alone: NDArray[np.float64]  # what it alone saw while all others still stood
    lost: NDArray[np.float64]  # what goes with it after those before it have gone


def removal_order(
    camera: ArrayLike, cell: ArrayLike, weights: ArrayLike, *, cameras: int, most: int
) -> Removals:
    """Take away the camera that is missed least, again and again, until `most` are gone.

    `camera` and `cell` are (S,) rows of who sees what, each pair once, numbered from 0; `weights`
    (C, K) what each cell counts for, the first column before the second and so on; `cameras` how
    many there are, also those that see nothing. What is missed is the weight of the cells that
    nobody else sees. It grows as others go, so that each step takes away the least at that step;
    that is no promise for the whole (the least loss for n removals is maximum coverage, NP-hard;
    Feige, J. ACM 45, 1998). Raises NotRows.
    """
    who, what = np.asarray(camera, np.int64), np.asarray(cell, np.int64)
    worth = np.asarray(weights, float)
    _check(who, what, worth, cameras)
    order = np.argsort(who, kind="stable")
    what_of = np.split(what[order], np.cumsum(np.bincount(who, minlength=cameras))[:-1])
    left = np.bincount(what, minlength=len(worth))
    # The sum of the rows of all who see a cell is the row of the last one, once one is left.
    last = np.bincount(what, weights=who, minlength=len(worth)).astype(np.int64)
    missed = np.zeros((cameras, worth.shape[1]))
    np.add.at(missed, last[left == 1], worth[left == 1])
    alone = missed.copy()
    standing, gone, lost = np.ones(cameras, bool), [], []
    for _ in range(min(most, cameras)):
        row = _least(missed, standing)
        standing[row] = False
        gone.append(row)
        lost.append(missed[row].copy())
        seen = what_of[row]
        left[seen] -= 1
        last[seen] -= row
        single = seen[left[seen] == 1]
        np.add.at(missed, last[single], worth[single])
    rows = np.array(gone, np.int64)
    return Removals(rows, alone[rows], np.array(lost, float).reshape(len(rows), worth.shape[1]))


def _check(
    who: NDArray[np.int64], what: NDArray[np.int64], worth: NDArray[np.float64], cameras: int
) -> None:
    paired = who.shape == what.shape and who.ndim == 1
    if not (paired and worth.ndim == 2 and worth.shape[1] and cameras >= 1):
        raise NotRows
    inside = not len(who) or (
        who.min() >= 0 and who.max() < cameras and what.min() >= 0 and what.max() < len(worth)
    )
    if not inside:
        raise NotRows


def _least(missed: NDArray[np.float64], standing: NDArray[np.bool_]) -> int:
    """Find the one of least loss by the first column, where equal by the next, then by row."""
    rows = np.flatnonzero(standing)
    for column in range(missed.shape[1]):
        values = missed[rows, column].round(SAME)
        rows = rows[values == values.min()]
    return int(rows[0])
