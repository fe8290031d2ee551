"""What a tile's address asks for, and which of it a reader may have."""

import re
from functools import lru_cache
from typing import NamedTuple

from tiles.layers import LAYERS, SHEETS, Layer, named
from tiles.square import Square

_PATH = re.compile(r"/tiles/([a-z_,]{1,200})/(\d{1,2})/(\d{1,7})/(\d{1,7})\.mvt")


class Asked(NamedTuple):
    """Layers by the names of their doors, in one spelling however they were ordered."""

    doors: str
    layers: tuple[Layer, ...]


@lru_cache(maxsize=1024)
def layers_among(allowed: frozenset[str], doors: str) -> Asked | None:
    """Find the layers asked for; None where one is not among the allowed, or named twice."""
    names = doors.split(",")
    drawn = allowed & (LAYERS.keys() | SHEETS.keys())  # some are drawn elsewhere, for a study
    if len(set(names)) < len(names) or not drawn.issuperset(names):
        return None
    return Asked(",".join(sorted(names)), tuple(named(names)))


def read(path: str) -> tuple[str, Square] | None:
    """Read doors and square from a path; None where it is not a tile's."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    doors, z, x, y = match.groups()
    return doors, Square(int(z), int(x), int(y))
