from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon
from django.db import connection

from geo.hexgrid import ids_in
from registry.cameras.models import Camera, Mask, Placement
from registry.cameras.placing import place
from registry.cameras.queueing import queue_near
from registry.coverage import keeping
from registry.coverage.keeping import keep, store
from registry.coverage.measuring import measure_sights
from registry.coverage.models import CameraCell, CellsKept
from registry.coverage.sights import versions
from registry.models import Building
from tests.registry.cameras.conftest import Build, MakeCamera, at, box

pytestmark = pytest.mark.usefixtures("engine")

Rows = set[tuple[UUID, int, float]]
NOT_WRITTEN = RuntimeError("killed")


def rows() -> Rows:
    return set(CameraCell.objects.values_list("camera", "cell", "px_per_m"))


def of(camera: Camera) -> set[int]:
    return set(CameraCell.objects.filter(camera=camera).values_list("cell", flat=True))


def written() -> dict[UUID, set[str]]:
    """Give the transactions that wrote each camera's rows, and where each row lies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT camera_id, array_agg(ctid::text) FROM camera_cell GROUP BY 1")
        return {camera: set(places) for camera, places in cursor.fetchall()}


def change(camera: Camera, **values: Any) -> None:
    Camera.registry.filter(pk=camera.pk).update(placed_at=None, **values)
    place()


def test_what_is_kept_is_what_is_drawn(camera: MakeCamera, build: Build) -> None:
    build(-5, 20, 5, 30)
    cameras = [
        camera(azimuth=0.0),
        camera(azimuth=300.0, tilt=20.0, vfov=40.0, hfov=60.0, height=7.0),
        camera(10, 10, hfov=360.0, azimuth=None),
        camera(0, 25, mount="roof", azimuth=90.0),
        camera(4, 21, azimuth=200.0, height=3.0),
    ]
    place()

    assert keep() == len(cameras)

    for placed in Placement.objects.filter(valid_to=None):
        drawn = shapely.from_wkb(bytes(placed.sees.wkb)) if placed.sees else None
        assert drawn is not None
        assert of(placed.camera) == set(ids_in(drawn, 13).tolist()) != set()


def test_who_looks_nobody_knows_where_or_indoors_covers_nothing(camera: MakeCamera) -> None:
    camera(azimuth=None)
    camera(indoor=True)
    place()

    assert keep() == 2
    assert rows() == set()
    assert keep() == 0


def test_what_must_not_be_watched_is_not_covered(camera: MakeCamera) -> None:
    watching = camera(azimuth=0.0)
    place()
    keep()
    before = of(watching)
    Mask.objects.create(camera=watching, area=box(-30, 20, 30, 40))

    change(watching)
    keep()

    assert of(watching) < before
    masked = set(ids_in(shapely.from_wkb(bytes(box(-30, 20, 30, 40).wkb)), 13).tolist())
    assert before - of(watching) == before & masked


def test_one_camera_changed_and_only_its_rows_are_written(camera: MakeCamera) -> None:
    cameras = [camera(20 * i, 0) for i in range(4)]
    place()
    keep()
    before = written()

    change(cameras[1], azimuth=180.0)

    assert keep() == 1
    after = written()
    assert [after[c.pk] == before[c.pk] for c in cameras] == [True, False, True, True]


def test_a_camera_that_is_retired_covers_nothing(camera: MakeCamera) -> None:
    gone, stays = camera(), camera(100, 0)
    place()
    keep()

    change(gone, status=Camera.Status.RETIRED)
    keep()

    assert of(gone) == set() != of(stays)
    assert list(CellsKept.objects.values_list("camera", flat=True)) == [stays.pk]


def test_what_moves_covers_no_place_for_long(camera: MakeCamera) -> None:
    flies = camera(form="moving", kind="uav")
    stood = camera(100, 0)
    place()
    assert keep() == 1

    change(stood, form="moving")
    keep()

    assert of(flies) == of(stood) == set()


def test_nothing_is_kept_before_the_engine_is_compiled(
    camera: MakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera()
    place()
    monkeypatch.setattr(keeping, "engine_ready", lambda: False)
    assert keep() == 0
    assert rows() == set()


def test_whoever_is_killed_leaves_the_rest_to_the_next(
    camera: MakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(5):
        camera(10 * i, 0)
    place()
    monkeypatch.setattr(keeping, "BATCH", 2)
    left = [measure_sights, measure_sights]

    def killed(*given: Any) -> Any:
        if not left:
            raise NOT_WRITTEN
        return left.pop()(*given)

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "measure_sights", killed)
        with pytest.raises(RuntimeError, match="killed"):
            keep()

    assert CellsKept.objects.exclude(placement=0).count() == 4
    assert keep() == 1
    assert CameraCell.objects.values("camera").distinct().count() == 5


def test_a_younger_version_is_not_overwritten(camera: MakeCamera) -> None:
    turned = camera(azimuth=0.0)
    place()
    old = versions(list(Placement.objects.values_list("id", flat=True)))
    found = measure_sights(old)
    change(turned, azimuth=180.0)
    keep()
    young = rows()

    assert store(old, found) == 0
    assert rows() == young


@contextmanager
def elsewhere() -> Iterator[psycopg.Connection[Any]]:
    """Be another worker."""
    values = connection.get_connection_params()
    named = {key: values[key] for key in ("dbname", "user", "host") if values.get(key)}
    with psycopg.connect(**named) as other:
        yield other


@pytest.mark.usefixtures("committed")
def test_two_workers_do_not_measure_one_camera(camera: MakeCamera) -> None:
    held, free = camera(), camera(100, 0)
    place()
    keeping.enrol()

    with elsewhere() as other:
        other.execute("SELECT FROM cells_kept WHERE camera_id = %s FOR UPDATE", [held.pk])
        assert keep() == 1
        assert of(held) == set() != of(free)

    assert keep() == 1
    assert of(held) != set()


class Town:
    """A few streets that somebody changes all the time."""

    def __init__(self, camera: MakeCamera, build: Build) -> None:
        self.dice = Random(2026)
        self.camera, self.build = camera, build

    def edit(self) -> None:
        edits = (self.turn, self.turn, self.move, self.move, self.lens, self.hang, self.retire)
        self.dice.choice((*edits, self.raze, self.raise_, self.mask))()

    def spot(self) -> tuple[float, float]:
        return self.dice.uniform(-120, 120), self.dice.uniform(-120, 120)

    def hang(self) -> None:
        hfov = self.dice.choice([50.0, 90.0, 360.0])
        self.camera(
            *self.spot(),
            azimuth=self.dice.uniform(0, 360),
            hfov=hfov,
            range=self.dice.uniform(20, 60),
        )

    def change(self, **values: Any) -> None:
        there = list(Camera.registry.exclude(status="retired").order_by("number"))
        chosen = self.dice.choice(there)
        Camera.registry.filter(pk=chosen.pk).update(placed_at=None, **values)

    def turn(self) -> None:
        self.change(azimuth=self.dice.uniform(0, 360))

    def move(self) -> None:
        spot = at(*self.spot())
        self.change(surveyed_position=spot, position=spot)

    def lens(self) -> None:
        self.change(hfov=self.dice.uniform(30, 120), width_px=self.dice.choice([1280, 1920, 3840]))

    def retire(self) -> None:
        self.change(status=Camera.Status.RETIRED)

    def mask(self) -> None:
        east, north = self.spot()
        chosen = self.dice.choice(list(Camera.registry.order_by("number")))
        Mask.objects.create(camera=chosen, area=box(east, north, east + 30, north + 30))
        Camera.registry.filter(pk=chosen.pk).update(placed_at=None)

    def raise_(self) -> None:
        east, north = self.spot()
        size = self.dice.uniform(5, 20)
        house = self.build(east, north, east + size, north + size, self.dice.uniform(2, 12))
        Building.objects.filter(pk=house.pk).update(external_id=f"house {house.pk}")
        self.near(house.footprint)

    def raze(self) -> None:
        house = self.dice.choice(list(Building.objects.order_by("id")))
        self.near(house.footprint)
        house.delete()

    def near(self, footprint: MultiPolygon) -> None:
        queue_near(np.array([footprint.extent]))


def test_after_two_hundred_edits_all_is_as_if_measured_from_scratch(
    camera: MakeCamera, build: Build
) -> None:
    town = Town(camera, build)
    for _ in range(12):
        town.hang()
        town.raise_()
    for _ in range(20):
        for _ in range(10):
            town.edit()
        place()
        keep()
    kept = rows()

    CameraCell.objects.all().delete()
    CellsKept.objects.all().delete()
    keep()

    assert rows() == kept
    assert len(kept) > 500
