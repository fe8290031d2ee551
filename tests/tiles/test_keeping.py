"""A kept tile is dropped by what touches it, also under the worst of races."""

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from registry.cameras.models import TileCamera
from tests.tiles.mapped import fold, mapped, square_of
from tiles.drawing import Blob, draw
from tiles.keeping import FAR_SECONDS, fetch, keep
from tiles.layers import LAYERS
from tiles.serving import collect
from tiles.square import Square

pytestmark = pytest.mark.usefixtures("committed")

HERE, ELSEWHERE = (-84.5, 38.04), (-84.6, 38.1)
AGENCY, PUBLIC, SUMS = LAYERS["camera_agency"], LAYERS["camera_public"], LAYERS["agg_all"]
NEAR = square_of(*HERE, 15)


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """Open a second connection, whose transactions the test itself begins and ends."""
    known = connections["default"].settings_dict
    with psycopg.connect(
        dbname=known["NAME"], user=known["USER"], host=known["HOST"], port=known["PORT"] or None
    ) as connected:
        yield connected
        connected.rollback()


def kept(layer: Any = AGENCY, square: Square = NEAR) -> bool:
    return layer.name in fetch([layer], square)


def age(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tile_cache SET drawn_at = drawn_at - make_interval(secs => %s)", [seconds]
        )


def test_a_tile_is_drawn_once_and_kept() -> None:
    mapped(*HERE)
    (first,) = collect([AGENCY], NEAR)
    assert fetch([AGENCY], NEAR)[AGENCY.name].body == first.body
    assert collect([AGENCY], NEAR)[0].snapshot == first.snapshot


def test_what_is_written_in_a_square_drops_it_and_spares_the_rest() -> None:
    camera = mapped(*HERE)
    far = square_of(*ELSEWHERE, 15)
    collect([AGENCY], NEAR)
    collect([AGENCY], far)
    TileCamera.objects.filter(camera=camera).update(heading=180)
    assert not kept()
    assert kept(square=far)


def test_a_camera_that_moves_drops_the_square_it_left_and_the_one_it_came_to() -> None:
    camera = mapped(*HERE)
    far = square_of(*ELSEWHERE, 15)
    collect([AGENCY], NEAR)
    collect([AGENCY], far)
    there = mapped(*ELSEWHERE).tilecamera.geom_m
    collect([AGENCY], far)
    TileCamera.objects.filter(camera=camera).update(geom_m=there)
    assert not kept()
    assert not kept(square=far)


def test_an_opt_out_drops_the_public_tile() -> None:
    camera = mapped(*HERE, level=1, anchor=HERE, published=True)
    collect([PUBLIC], NEAR)
    camera.public_at = None
    camera.save(update_fields=["public_at"])
    assert not kept(PUBLIC)
    assert collect([PUBLIC], NEAR)[0].body == b""


def test_a_write_that_commits_while_a_tile_is_drawn_makes_the_stored_tile_stale(
    other: psycopg.Connection,
) -> None:
    camera = mapped(*HERE)
    # The write has touched but not committed: the tile is drawn without it,
    other.execute("UPDATE tile_camera SET heading = 180 WHERE camera_id = %s", [camera.pk])
    drawn = draw(AGENCY, NEAR)
    # it commits,
    other.commit()
    # and only then is the tile stored. No touch comes after the tile; it is stale all the same.
    keep(AGENCY, NEAR, drawn)
    assert not kept()
    (again,) = collect([AGENCY], NEAR)
    assert again.body != drawn.body
    assert kept()


def test_a_touch_that_never_commits_costs_nothing(other: psycopg.Connection) -> None:
    camera = mapped(*HERE)
    collect([AGENCY], NEAR)
    other.execute("UPDATE tile_camera SET heading = 180 WHERE camera_id = %s", [camera.pk])
    assert kept()
    other.rollback()
    assert kept()


def test_a_tile_that_was_held_up_for_half_a_minute_is_not_stored() -> None:
    mapped(*HERE)
    body, snapshot, drawn_at = draw(AGENCY, NEAR)
    keep(AGENCY, NEAR, Blob(body, snapshot, drawn_at - 31))
    assert not kept()


def test_far_out_a_touched_tile_is_kept_for_a_few_seconds_and_no_longer() -> None:
    mapped(*HERE)
    fold()
    far = square_of(*HERE, 8)
    collect([SUMS], far)
    mapped(*HERE)
    fold()
    assert kept(SUMS, far)
    age(FAR_SECONDS + 1)
    assert not kept(SUMS, far)


def test_sweeping_takes_what_is_stale_and_then_the_touches_nobody_can_miss(
    other: psycopg.Connection,
) -> None:
    def count(table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return int(cursor.fetchone()[0])

    def sweep(after: float) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tile_mark SET at = at - make_interval(secs => %s)", [after])
            cursor.execute("SELECT sweep_tiles()")

    camera = mapped(*HERE)
    sweep(0)
    collect([AGENCY], NEAR)
    TileCamera.objects.filter(camera=camera).update(heading=180)
    other.execute("UPDATE tile_camera SET heading = 90 WHERE camera_id = %s", [camera.pk])
    sweep(61)
    assert count("tile_cache") == 0
    assert count("tile_touch") > 0  # written since the last mark: a tile may be on its way
    sweep(61)
    assert count("tile_touch") == 0
    other.commit()
    assert count("tile_touch") > 0
    sweep(30)
    assert count("tile_touch") > 0  # not before a minute is over


def test_deep_squares_are_drawn_and_not_kept() -> None:
    mapped(*HERE)
    deep = square_of(*HERE, 16)
    assert collect([AGENCY], deep)[0].body
    assert not kept(square=deep)


def test_a_drawing_knows_when_it_was_made() -> None:
    before = time.time()
    assert before <= draw(AGENCY, NEAR).drawn_at <= time.time()
