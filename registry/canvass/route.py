"""In which order doors are walked: up one side of a street and down the other, then the next."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.plane import Plane
from registry.canvass.frontage import Frontage

Spots = NDArray[np.float64]
_NUMBER = re.compile(r"\d+")


def walk(doors: Sequence[Frontage]) -> list[Frontage]:
    """Put doors into walking order; every door once, every street in one piece."""
    if not doors:
        return []
    lng, lat = np.mean([(door.lng, door.lat) for door in doors], axis=0)
    spots = Plane(lng, lat).to_metres([(door.lng, door.lat) for door in doors])
    streets: dict[str, list[int]] = defaultdict(list)
    for index, door in enumerate(doors):
        streets[door.street].append(index)
    rounds = [_round(doors, members) for _, members in sorted(streets.items())]
    return [doors[index] for index in _chained(rounds, spots)]


def _round(doors: Sequence[Frontage], members: list[int]) -> list[int]:
    """Go up the side with odd numbers and down the one with even numbers."""
    ordered = sorted(members, key=lambda index: _numbered(doors[index].number))
    odd = [index for index in ordered if _numbered(doors[index].number)[0] % 2]
    even = [index for index in ordered if not _numbered(doors[index].number)[0] % 2]
    return odd + even[::-1]


def _numbered(number: str) -> tuple[int, str]:
    """Read a house number: 9 comes before 10, and 12 before 12a."""
    found = _NUMBER.search(number)
    return (int(found[0]) if found else 0), number


def _chained(rounds: list[list[int]], spots: Spots) -> list[int]:
    """Begin at the westernmost end of a street, and go on with the nearest end of another."""
    left = list(rounds)
    begun = min(left, key=lambda round: (spots[round[0]][0], round[0]))
    left.remove(begun)
    way = list(begun)
    while left:
        here = spots[way[-1]]
        nearest, backwards = min(
            ((each, turned) for each in left for turned in (False, True)),
            key=lambda pair: math.dist(here, spots[pair[0][-1 if pair[1] else 0]]),
        )
        left.remove(nearest)
        way += nearest[::-1] if backwards else nearest
    return way
