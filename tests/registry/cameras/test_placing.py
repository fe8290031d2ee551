import math
from datetime import timedelta

import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from registry.cameras.models import Camera, Mask, Placement, TileCamera
from registry.cameras.packing import unpack
from registry.cameras.placing import CHUNK, place
from registry.models import Building, Owner
from tests.registry.cameras.conftest import CORNER, Build, MakeCamera, at, box

SECTOR = math.pi * 60**2 * 80 / 360  # square metres of a camera with nothing in its way


def seen(camera: Camera) -> Placement:
    return Placement.objects.get(camera=camera, valid_to=None)


def sees(placement: Placement) -> MultiPolygon:
    assert placement.sees is not None
    return placement.sees


def reach(placement: Placement) -> MultiPolygon:
    assert placement.reach is not None
    return placement.reach


def area(shape: MultiPolygon) -> float:
    metres = CORNER.geometry_to_metres(shapely.from_wkb(bytes(shape.wkb)))
    return float(shapely.area(metres))


def test_a_camera_sees_its_sector_where_nothing_stands(camera: MakeCamera) -> None:
    placed = camera(azimuth=90.0)

    assert place() == 1

    now = seen(placed)
    assert area(sees(now)) == pytest.approx(SECTOR, rel=1e-3)
    assert sees(now).covers(at(30, 0))
    assert not sees(now).covers(at(-5, 0))
    assert now.reach is None


def test_a_camera_does_not_see_behind_a_house(camera: MakeCamera, build: Build) -> None:
    build(-5, 20, 5, 30)
    placed = camera(azimuth=0.0)

    place()

    assert sees(seen(placed)).covers(at(0, 15))
    assert not sees(seen(placed)).covers(at(0, 40))
    assert sees(seen(placed)).covers(at(20, 40))


def test_what_is_placed_does_not_wait_any_more(camera: MakeCamera) -> None:
    camera()

    assert place() == 1
    assert place() == 0


def test_one_camera_of_unknown_direction_may_see_all_round(
    camera: MakeCamera, build: Build
) -> None:
    build(-5, 20, 5, 30)
    placed = camera(azimuth=None)

    place()

    assert seen(placed).sees is None
    assert reach(seen(placed)).covers(at(0, -40))
    assert not reach(seen(placed)).covers(at(0, 40))
    assert TileCamera.objects.get(camera=placed).heading is None


def test_a_ptz_sees_where_it_looks_and_reaches_where_it_can_turn(camera: MakeCamera) -> None:
    free = camera(form="ptz", azimuth=0.0)
    held = camera(form="ptz", azimuth=0.0, reach_azimuth=0.0, reach_hfov=180.0)

    place()

    assert not sees(seen(free)).covers(at(0, -30))
    assert reach(seen(free)).covers(at(0, -30))
    assert not reach(seen(held)).covers(at(0, -30))
    assert reach(seen(held)).covers(at(-30, 5))


def test_a_panoramic_camera_needs_no_direction(camera: MakeCamera) -> None:
    placed = camera(form="panoramic", azimuth=None, hfov=360.0)

    place()

    assert area(sees(seen(placed))) == pytest.approx(math.pi * 60**2, rel=1e-3)
    assert seen(placed).reach is None


def test_a_tilted_camera_sees_no_ground_at_its_foot(camera: MakeCamera) -> None:
    placed = camera(height=6.0, tilt=20.0, vfov=30.0)

    place()

    assert not sees(seen(placed)).covers(at(0, 3))
    assert sees(seen(placed)).covers(at(0, 20))


def test_a_masked_window_is_not_watched(camera: MakeCamera) -> None:
    placed = camera()
    Mask.objects.create(camera=placed, area=box(-3, 18, 3, 24), reason="bedroom")

    place()

    assert not sees(seen(placed)).covers(at(0, 20))
    assert sees(seen(placed)).covers(at(0, 30))


def test_a_camera_in_a_wall_is_put_outside_and_says_so(camera: MakeCamera, build: Build) -> None:
    build(-20, -20, 20, 20)
    placed = camera(0, 18, azimuth=0.0)

    place()

    placed.refresh_from_db()
    assert placed.snapped_by == pytest.approx(2.05, abs=0.01)
    assert placed.surveyed_position.equals_exact(at(0, 18), 1e-9)
    assert seen(placed).position.equals_exact(at(0, 20.05), 1e-6)
    assert sees(seen(placed)).covers(at(0, 40))
    assert not sees(seen(placed)).covers(at(0, 10))
    assert not placed.stands_indoors


def test_a_camera_deep_in_a_house_is_indoors_and_sees_no_street(
    camera: MakeCamera, build: Build
) -> None:
    build(-20, -20, 20, 20)
    placed = camera(0, 0)

    place()

    placed.refresh_from_db()
    assert placed.stands_indoors
    assert not placed.indoor
    assert placed.snapped_by == 0
    assert sees(seen(placed)).empty
    assert unpack(TileCamera.objects.get(camera=placed).attr).indoor


def test_a_camera_whose_house_is_gone_is_not_indoors_any_more(
    camera: MakeCamera, build: Build
) -> None:
    house = build(-20, -20, 20, 20)
    freed, told = camera(0, 0), camera(5, 0, indoor=True)
    place()
    house.delete()

    place([freed.id, told.id])

    for each in (freed, told):
        each.refresh_from_db()
    assert not freed.stands_indoors
    assert sees(seen(freed)).covers(at(0, 40))
    assert told.stands_indoors
    assert sees(seen(told)).empty


def test_a_camera_on_a_roof_stays_there_and_looks_over_the_edge(
    camera: MakeCamera, build: Build
) -> None:
    build(-10, -10, 10, 10)
    placed = camera(0, 8, mount="roof", height=4.0, range=120.0)

    place()

    assert seen(placed).height == 11.0
    assert not sees(seen(placed)).covers(at(0, 12))
    assert sees(seen(placed)).covers(at(0, 100))


def test_a_changed_camera_gets_a_new_version_and_the_old_one_ends(camera: MakeCamera) -> None:
    placed = camera(azimuth=0.0)
    place()
    Camera.registry.update(azimuth=180.0, placed_at=None)

    place()

    was, now = Placement.objects.filter(camera=placed).order_by("valid_from")
    assert was.valid_to == now.valid_from
    assert now.valid_to is None
    assert sees(was).covers(at(0, 30))
    assert sees(now).covers(at(0, -30))


def test_a_version_says_whose_the_camera_was_and_how_far_open(camera: MakeCamera) -> None:
    placed = camera()
    place()
    shop = Owner.objects.create(name="Bakery", kind="business")
    Camera.registry.update(owner=shop, level=2, status="dormant", placed_at=None)

    place()

    was, now = Placement.objects.filter(camera=placed).order_by("valid_from")
    assert (was.status, was.level, was.owner) == ("approved", 0, placed.owner)
    assert (now.status, now.level, now.owner) == ("dormant", 2, shop)
    assert was.valid_to == now.valid_from


def test_a_camera_placed_again_unchanged_keeps_its_version_and_tile_row(camera: MakeCamera) -> None:
    placed = camera()
    place()
    row = TileCamera.objects.get(camera=placed)

    place([placed.id])

    assert Placement.objects.filter(camera=placed).count() == 1
    assert TileCamera.objects.get(camera=placed) == row
    assert row.number == placed.number


def test_a_camera_is_drawn_the_same_alone_and_among_others(
    camera: MakeCamera, build: Build
) -> None:
    build(-5, 20, 5, 30)
    some = [camera(east, 0, azimuth=10.0 * i) for i, east in enumerate((-900, -30, 0, 400))]
    place()
    build(2000, 2000, 2010, 2010)

    for each in some:
        place([each.id])

    assert Placement.objects.count() == len(some)


def test_the_tile_row_says_what_the_camera_is(camera: MakeCamera) -> None:
    placed = camera(
        kind="resident", level=1, azimuth=359.7, public_at=timezone.now(), public_anchor=at(5, 5)
    )

    place()

    row = TileCamera.objects.get(camera=placed)
    packed = unpack(row.attr)
    assert (packed.kind, packed.form, packed.level, packed.published) == (
        "resident",
        "fixed",
        1,
        True,
    )
    assert (row.heading, row.fov_deg, row.range_m, row.private) == (359, 80, 60, True)
    assert row.geom_m.srid == 3857
    assert row.anchor_m is not None
    assert row.sees_m is not None


def test_only_approved_cameras_are_on_the_map(camera: MakeCamera) -> None:
    pending, retired = camera(status="pending"), camera()
    place()
    Camera.registry.filter(pk=retired.pk).update(status="retired", placed_at=None)

    place()

    assert not TileCamera.objects.exists()
    assert seen(pending).sees is not None
    assert not Placement.objects.filter(camera=retired, valid_to=None).exists()


def test_many_cameras_are_placed_in_chunks_and_progress_is_told(camera: MakeCamera) -> None:
    for i in range(CHUNK + 1):
        camera(i, 0, range=1.0)
    told: list[tuple[int, int]] = []

    assert place(progress=lambda done, total: told.append((done, total))) == CHUNK + 1

    assert told == [(CHUNK, CHUNK + 1), (CHUNK + 1, CHUNK + 1)]


def test_cameras_far_apart_are_each_drawn_on_their_own_plane(
    camera: MakeCamera, build: Build
) -> None:
    near = camera()
    build(-5, 20, 5, 30)
    far = camera()
    helsinki = Point(24.94, 60.17, srid=4326)
    Camera.registry.filter(pk=far.pk).update(position=helsinki, surveyed_position=helsinki)

    place()

    assert not sees(seen(near)).covers(at(0, 40))
    view = sees(seen(far))
    view.transform(3067)
    assert view.area == pytest.approx(SECTOR, rel=2e-3)


def test_a_view_across_the_antimeridian_is_cut_in_two(camera: MakeCamera) -> None:
    placed = camera(azimuth=90.0)
    edge = Point(179.9999, -16.5, srid=4326)
    Camera.registry.update(position=edge, surveyed_position=edge)
    Building.objects.create(
        source="test",
        external_id="fiji",
        height=9.0,
        height_source="height",
        footprint=MultiPolygon(Polygon.from_bbox((-179.9998, -16.5001, -179.9997, -16.4999))),
    )

    place()

    view = sees(seen(placed))
    west, _, east, _ = view.extent
    assert (west, east) == (-180.0, 180.0)
    assert view.covers(Point(-179.9999, -16.5))
    assert not view.covers(Point(-179.9996, -16.5))


def test_a_moving_camera_keeps_one_version_for_five_seconds(camera: MakeCamera) -> None:
    flying = camera(form="moving", kind="uav", height=60.0)
    place()
    for azimuth in (10.0, 20.0):
        Camera.registry.update(azimuth=azimuth)
        place([flying.id])
    assert [p.azimuth for p in Placement.objects.filter(camera=flying)] == [20.0]

    Placement.objects.update(valid_from=timezone.now() - timedelta(seconds=6))
    Camera.registry.update(azimuth=30.0)
    place([flying.id])

    assert Placement.objects.filter(camera=flying).count() == 2
