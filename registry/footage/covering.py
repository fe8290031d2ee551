"""The fewest owners whose cameras together see all that any of them sees."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

Owner = TypeVar("Owner")

# Up to so many owners in doubt the fewest are found for certain; past it greedily, then thinned.
CERTAIN = 20


def fewest(
    cells: Mapping[Owner, Collection[int]], burden: Mapping[Owner, int] | None = None
) -> list[Owner]:
    """Choose owners, the most telling first; of equals whoever has the lighter burden.

    cells: what each owner's cameras see, by any numbers. The choice covers their union: this is
    set cover, turned round into the hitting of every cell's set of owners, each one bit.
    """
    weigh = burden or {}
    owners = sorted(cells, key=lambda owner: weigh.get(owner, 0))  # sorted keeps the given order
    sets = _least(_seen_by(cells[owner] for owner in owners))
    greedy = _greedily(sets, len(owners))
    best = greedy
    if _union(sets).bit_count() <= CERTAIN:
        best = next(
            (found for size in range(len(greedy)) if (found := _hit(sets, size)) is not None),
            greedy,
        )
    chosen = [owners[bit] for bit in best]
    return sorted(chosen, key=lambda owner: (-len(cells[owner]), weigh.get(owner, 0)))


def _seen_by(sights: Iterable[Collection[int]]) -> set[int]:
    """Give the different sets of owners that see a cell."""
    seen: Counter[int] = Counter()
    for bit, sight in enumerate(sights):
        for cell in set(sight):
            seen[cell] |= 1 << bit
    return set(seen.values())


def _least(sets: Collection[int]) -> list[int]:
    """Drop what is hit wherever a smaller set is."""
    kept: list[int] = []
    for each in sorted(sets, key=int.bit_count):
        if not any(less & each == less for less in kept):
            kept.append(each)
    return kept


def _greedily(sets: list[int], owners: int) -> list[int]:
    """Take whoever hits most of what is left, then do without whom the others make needless."""
    chosen: list[int] = []
    left = sets
    while left:
        hits = Counter(bit for each in left for bit in _bits(each))
        best = max(range(owners), key=lambda bit: (hits[bit], -bit))
        chosen.append(best)
        left = [each for each in left if not each >> best & 1]
    for bit in reversed(chosen[:]):
        others = sum(1 << other for other in chosen if other != bit)
        if all(each & others for each in sets):
            chosen.remove(bit)
    return chosen


def _hit(sets: list[int], size: int) -> list[int] | None:
    """Find so many owners that hit every set, the lightest first."""
    if not sets:
        return []
    if _apart(sets) > size:
        return None
    without = 0  # once all with an owner was tried, the rest is tried without them
    for bit in _bits(min(sets, key=int.bit_count)):
        left = [each & ~without for each in sets if not each >> bit & 1]
        rest = _hit(left, size - 1) if all(left) else None
        if rest is not None:
            return [bit, *rest]
        without |= 1 << bit
    return None


def _apart(sets: list[int]) -> int:
    """Count sets that share no owner: each of them takes one of its own."""
    taken = count = 0
    for each in sorted(sets, key=int.bit_count):
        if not each & taken:
            taken, count = taken | each, count + 1
    return count


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _union(sets: list[int]) -> int:
    together = 0
    for each in sets:
        together |= each
    return together
