"""Blocks: the least ground private cameras are told of, cut from all addresses and never anew."""

from collections.abc import Collection, Iterator

import numpy as np
from django.db import connection, transaction
from h3ronpy import change_resolution
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from registry.coverage.models import Block
from registry.places.anchors import SHARED_BY

Cells = NDArray[np.uint64]

FINEST = 13  # a door stands in one cell of the unit of account, and in all its parents
COARSEST, SMALLEST = 6, 10  # resolutions of blocks: 36 km² to 1.5 hectares
SPARED = 0.2  # of a cell's doors may stand where they are too few for a block of their own

# As with anchors: twenty flats at one number are one door, and so is a house in two files.
DOORS = """
    SELECT DISTINCT ON (round(ST_X(position)::numeric, 5), round(ST_Y(position)::numeric, 5))
        ST_X(position), ST_Y(position)
    FROM (
        SELECT DISTINCT ON (lower(street), lower(place), substring(number FROM '\\d+')) position
        FROM address
        ORDER BY lower(street), lower(place), substring(number FROM '\\d+'), id
    ) AS door
    ORDER BY round(ST_X(position)::numeric, 5), round(ST_Y(position)::numeric, 5)
"""


def cut() -> int:
    """Bring the blocks up to the addresses there are; count them.

    A block stays as it is while it has its twenty doors: the difference between two cuts would tell
    what both share. What has fewer goes, and doors without a block are cut into new ones where none
    is above or below.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cut_blocks'))")
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute(DOORS)
        spots = np.array(cursor.fetchall(), dtype=float).reshape(-1, 2)
        doors = np.asarray(coordinates_to_cells(spots[:, 1], spots[:, 0], FINEST), np.uint64)
        kept = _kept(doors)
        taken = {
            (resolution, int(ancestor))
            for cell, resolution in kept.items()
            for ancestor, resolution in _ancestors(cell, resolution)
        }
        free = doors[~_inside(doors, kept)]
        new = [
            Block(cell=np.int64(cell).item(), resolution=resolution, addresses=count)
            for cell, resolution, count in _blocks(free, COARSEST, taken)
        ]
        Block.objects.bulk_create(new)
        return len(kept) + len(new)


def doors_of(cells: Collection[int]) -> dict[int, int]:
    """Give how many doors these blocks have."""
    found = Block.objects.filter(pk__in=list(cells))
    return dict(found.values_list("cell", "addresses"))


def _kept(doors: Cells) -> dict[int, int]:
    """Keep the blocks that still have their doors, each with its new count; give their cells."""
    kept: dict[int, int] = {}
    old = {block.cell: block for block in Block.objects.all()}
    for resolution in {block.resolution for block in old.values()}:
        cells, counts = np.unique(_parents(doors, resolution), return_counts=True)
        for cell, count in zip(cells.astype(np.int64).tolist(), counts.tolist(), strict=True):
            block = old.get(cell)
            if block is not None and count >= SHARED_BY:
                kept[cell] = resolution
                if block.addresses != count:
                    Block.objects.filter(pk=cell).update(addresses=count)
    Block.objects.exclude(pk__in=list(kept)).delete()
    return kept


def _blocks(
    doors: Cells, resolution: int, taken: set[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Give cell, resolution and doors of the smallest blocks these doors can be cut into.

    A cell is split where nearly all its doors come to stand in children with enough of their own;
    the few others stand in no block, and nothing is told of the ground round them.
    """
    cells, which, counts = np.unique(
        _parents(doors, resolution), return_inverse=True, return_counts=True
    )
    for row, cell in enumerate(cells.tolist()):
        inside = doors[which == row]
        above = (resolution, cell) in taken  # a block lies within: this cell is none itself
        if not above and counts[row] < SHARED_BY:
            continue
        if resolution < SMALLEST and (above or _splits(inside, resolution + 1)):
            yield from _blocks(inside, resolution + 1, taken)
        elif not above:
            yield cell, resolution, int(counts[row])


def _splits(doors: Cells, resolution: int) -> bool:
    _, counts = np.unique(_parents(doors, resolution), return_counts=True)
    return bool(counts[counts < SHARED_BY].sum() <= SPARED * counts.sum())


def _ancestors(cell: int, resolution: int) -> Iterator[tuple[int, int]]:
    for coarser in range(COARSEST, resolution + 1):
        yield int(_parents(np.array([cell], np.int64).astype(np.uint64), coarser)[0]), coarser


def _inside(doors: Cells, blocks: dict[int, int]) -> NDArray[np.bool_]:
    inside = np.zeros(len(doors), bool)
    for resolution in set(blocks.values()):
        cells = [cell for cell, each in blocks.items() if each == resolution]
        inside |= np.isin(_parents(doors, resolution), np.array(cells, np.int64).astype(np.uint64))
    return inside


def _parents(cells: Cells, resolution: int) -> Cells:
    return np.asarray(change_resolution(cells, resolution), np.uint64)
