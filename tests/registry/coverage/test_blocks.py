"""Blocks are cut from all addresses, hold twenty doors each, and are not cut anew."""

from collections.abc import Iterator

import h3
import pytest

from registry.coverage import blocks
from registry.coverage.models import Block
from registry.models import Address
from tests.registry.coverage import corner

pytestmark = pytest.mark.django_db

HOME = h3.latlng_to_cell(38.04, -84.5, 10)


def doors(cell: str, count: int, *, skip: int = 0) -> None:
    """Put up so many house numbers spread over a cell."""
    for spot in [*spots(cell)][skip : skip + count]:
        corner.door(*spot)


def spots(cell: str) -> Iterator[tuple[float, float]]:
    for child in h3.cell_to_children(cell, 13)[::7]:
        lat, lng = h3.cell_to_latlng(child)
        yield lng, lat


def cells() -> set[str]:
    return {h3.int_to_str(cell) for cell in Block.objects.values_list("cell", flat=True)}


def test_a_cell_is_split_as_far_as_every_child_keeps_its_twenty_doors() -> None:
    for cell in h3.grid_disk(HOME, 1):
        doors(cell, 20)
    assert blocks.cut() == 7
    assert cells() == set(h3.grid_disk(HOME, 1))
    assert set(Block.objects.values_list("addresses", "resolution")) == {(20, 10)}


def test_fewer_than_twenty_doors_are_never_a_block() -> None:
    doors(HOME, 19)
    assert blocks.cut() == 0
    doors(HOME, 1, skip=19)
    assert blocks.cut() == 1
    assert Block.objects.get().addresses == 20


def test_flats_at_one_number_and_houses_in_one_spot_are_one_door() -> None:
    doors(HOME, 19)
    (spot,) = [*spots(HOME)][19:20]
    for flat in range(9):
        address = corner.door(*spot)
        address.number = f"7 Apt {flat}"
        address.save()
    assert blocks.cut() == 1
    # twenty numbers at one spot are one door as well
    Address.objects.all().delete()
    for _ in range(30):
        corner.door(*spot)
    assert blocks.cut() == 0


def test_where_a_split_would_leave_many_alone_they_stay_together() -> None:
    siblings = sorted(h3.cell_to_children(h3.cell_to_parent(HOME, 9), 10))
    doors(siblings[0], 20)
    for cell in siblings[1:4]:
        doors(cell, 10)
    assert blocks.cut() == 1
    (block,) = Block.objects.all()
    assert block.addresses == 50
    assert block.resolution < 10


def test_a_block_stays_as_it_was_cut_whoever_comes() -> None:
    siblings = sorted(h3.cell_to_children(h3.cell_to_parent(HOME, 9), 10))
    doors(siblings[0], 20)
    doors(siblings[1], 15)
    blocks.cut()
    before = cells()
    doors(siblings[1], 20, skip=15)  # now it could be split in two
    assert blocks.cut() == 1
    assert cells() == before
    assert Block.objects.get().addresses == 55


def test_a_block_whose_doors_went_is_told_of_no_more_and_none_reaches_over_another() -> None:
    ring = h3.grid_ring(HOME, 12)
    for cell in (HOME, *ring[:3]):
        doors(cell, 20)
    blocks.cut()
    assert cells() == {HOME, *ring[:3]}
    Address.objects.filter(
        pk__in=[
            each.pk
            for each in Address.objects.all()
            if h3.latlng_to_cell(each.position.y, each.position.x, 10) == ring[0]
        ]
    ).delete()
    assert blocks.cut() == 3
    assert cells() == {HOME, *ring[1:3]}
    for one in cells():
        for other in cells() - {one}:
            assert h3.get_resolution(one) == h3.get_resolution(other) or not within(one, other)


def within(one: str, other: str) -> bool:
    coarser = min(h3.get_resolution(one), h3.get_resolution(other))
    return bool(h3.cell_to_parent(one, coarser) == h3.cell_to_parent(other, coarser))
