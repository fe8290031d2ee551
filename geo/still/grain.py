"""Unevenness: one square of smooth noise, laid over everything that should not look painted."""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIDE = 256


@cache
def tile() -> NDArray[np.float32]:
    """Give noise in -1..1 that joins at its edges, (SIDE, SIDE): several sizes of spots at once."""
    roll = np.random.default_rng(11)
    total = np.zeros((SIDE, SIDE))
    for size, weight in ((4, 0.5), (8, 0.7), (16, 0.8), (64, 0.8), (128, 0.9), (256, 0.9)):
        spots = roll.normal(size=(size, size))
        at = np.arange(SIDE) * size / SIDE
        low, share = at.astype(int), at % 1
        share = share * share * (3 - 2 * share)
        high = (low + 1) % size
        rows = spots[low] * (1 - share[:, None]) + spots[high] * share[:, None]
        total += weight * (rows[:, low] * (1 - share) + rows[:, high] * share)
    return np.asarray(total / np.abs(total).max(), np.float32)


def at(x: ArrayLike, y: ArrayLike, size: float) -> NDArray[np.float32]:
    """Read the noise at positions, one tile to `size` metres."""
    scale = SIDE / size
    column = (np.asarray(x) * scale).astype(np.int64) & (SIDE - 1)
    row = (np.asarray(y) * scale).astype(np.int64) & (SIDE - 1)
    return np.asarray(tile().ravel()[row * SIDE + column])


def scatter(*numbers: ArrayLike) -> NDArray[np.float32]:
    """Hash whole numbers to 0..1: the same window is lit in every picture of an hour."""
    mixed = np.zeros(np.shape(numbers[0]), np.uint64)
    for n in numbers:
        mixed = (mixed ^ np.asarray(n, np.int64).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24))
