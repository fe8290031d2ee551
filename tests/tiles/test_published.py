"""What strangers' database login may read, and that it is kept as cameras come and go."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import ProgrammingError, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.cameras.models import Camera
from tests.tiles.mapped import fold, mapped, square_of
from tiles.drawing import draw
from tiles.layers import LAYERS

pytestmark = pytest.mark.usefixtures("committed")

HERE, ANCHOR = (-84.5, 38.04), (-84.501, 38.0405)
PRIVATE = ["camera", "tile_camera", "placement", "camera_aggregate", "incident", "tile_cache",
           "tile_delta", "owner", "audit_entry"]  # fmt: skip
SPOTS = [(-84.501, 38.0405), (-84.502, 38.0405), (-84.501, 38.0505)]


def ask(question: str, alias: str = "public") -> list[tuple[Any, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


@pytest.mark.parametrize("table", PRIVATE)
def test_strangers_login_reads_no_table_with_a_private_place(table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(f"SELECT * FROM {table}")


def test_strangers_login_reads_the_band_and_not_the_count() -> None:
    for _ in range(7):
        mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    assert ask("SELECT kind, band FROM published_camera") == [("resident", 5)]
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask("SELECT cameras FROM published_camera")


@pytest.mark.parametrize(
    ("count", "band"), [(1, 1), (2, 2), (4, 2), (5, 5), (9, 5), (10, 10), (11, 10)]
)
def test_a_band_says_at_least_how_many(count: int, band: int) -> None:
    for _ in range(count):
        mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    assert ask("SELECT band FROM published_camera") == [(band,)]


def test_public_bytes_do_not_change_when_an_unpublished_camera_comes() -> None:
    for i in range(3):
        mapped(*HERE, level=1, anchor=(ANCHOR[0] + i / 1000, ANCHOR[1]), published=True)

    def everything() -> list[bytes]:
        fold()
        layers = [layer for layer in LAYERS.values() if layer.public]
        return [draw(layer, square_of(*ANCHOR, z)).body for layer in layers for z in range(17)]

    before = everything()
    mapped(*HERE, level=1, anchor=ANCHOR)
    mapped(*HERE, level=1, anchor=ANCHOR, published=True, status="pending")
    assert everything() == before


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(["list", "unlist", "retire", "move", "delete"]),
                          st.integers(0, 5), st.integers(0, 2)), max_size=12))  # fmt: skip
def test_what_is_published_is_always_what_a_recount_finds(
    deeds: list[tuple[str, int, int]],
) -> None:
    for anchor in SPOTS:
        mapped(*HERE, level=1, anchor=anchor, published=True)
        mapped(*HERE, level=1, anchor=anchor)
    for deed, which, spot in deeds:
        one = Camera.registry.order_by("number")[which : which + 1].values("pk")
        chosen = Camera.registry.filter(pk__in=one)
        if deed == "list":
            chosen.update(public_at="2026-05-03T14:00Z")
        elif deed == "unlist":
            chosen.update(public_at=None)
        elif deed == "retire":
            chosen.update(status="retired")
        elif deed == "move":
            chosen.update(public_anchor=Point(*SPOTS[spot], srid=4326))
        else:
            Camera.registry.filter(pk__in=[camera.pk for camera in chosen]).delete()
    fold()
    kept = "SELECT ST_AsText(anchor_m, 2), kind, cameras FROM published_camera ORDER BY 1, 2"
    recount = """
        SELECT ST_AsText(ST_Transform(public_anchor, 3857), 2), kind, count(*) FROM camera
        WHERE public_at IS NOT NULL AND status = 'approved'
        GROUP BY public_anchor, kind ORDER BY 1, 2
    """
    assert ask(kept, "default") == ask(recount, "default")
    summed = "SELECT z, sum(anchors) FROM published_aggregate GROUP BY z HAVING sum(anchors) > 0"
    (anchors,) = ask("SELECT count(*) FROM published_camera", "default")[0]
    assert dict(ask(summed, "default")) == {z: anchors for z in range(12) if anchors}
    sums = """
        SELECT sum(cameras), sum(private) FROM camera_aggregate WHERE z = 0
        UNION ALL
        SELECT count(*), count(*) FROM tile_camera WHERE anchor_m IS NOT NULL
    """
    here, there = ask(sums, "default")
    assert [n or 0 for n in here] == list(there)
    Camera.registry.all().delete()
