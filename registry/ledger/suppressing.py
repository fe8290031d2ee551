"""Small counts are not told: a sum of few is somebody's story."""

from collections.abc import Sequence

LEAST = 5  # calls

Told = int | None


def suppress(columns: Sequence[Sequence[int]]) -> list[list[Told]]:
    """Hide each count below five, and where one alone is hidden beside a known sum, one more.

    Each column is the counts of all groups, whose sum is told as well: the one hidden count would
    be the sum less the others. So the smallest that is told goes with it.
    """
    return [_column(column) for column in columns]


def _column(counts: Sequence[int]) -> list[Told]:
    told: list[Told] = [count if count >= LEAST else None for count in counts]
    if told.count(None) == 1 and len(told) > 1:
        smallest = min((n for n in told if n is not None), default=None)
        told[told.index(smallest)] = None
    return told
