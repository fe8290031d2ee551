"""What each camera layer says, and that none says where a private camera is."""

import itertools
import math

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from registry.access.layers import LAYERS_OF
from registry.cameras.models import Camera, TileCamera
from registry.cameras.placing import place
from registry.incidents.models import Incident
from registry.places.models import Building
from tests.tiles.mapped import features, fold, mapped, places, square_of
from tiles.drawing import draw
from tiles.layers import LAYERS, named
from tiles.square import Square

pytestmark = pytest.mark.usefixtures("committed")

HERE = (-84.5, 38.04)
ANCHOR = (-84.501, 38.0405)


def field_of_view(lng: float, lat: float, size: float = 0.0005) -> MultiPolygon:
    ring = [(lng, lat), (lng + size, lat - size), (lng + size, lat + size), (lng, lat)]
    return MultiPolygon(Polygon(ring), srid=4326)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[0] - other[0]) * 111_320 * math.cos(math.radians(one[1]))
    return math.hypot(east, (one[1] - other[1]) * 110_574)


def test_an_agency_camera_is_drawn_where_it_is_with_what_its_wedge_needs() -> None:
    camera = mapped(*HERE)
    square = square_of(*HERE, 16)
    (drawn,) = features("camera_agency", square)
    assert drawn["id"] == camera.number
    assert drawn["properties"] == {
        "attr": camera.tilecamera.attr, "heading": 90, "fov": 80, "range": 60,
    }  # fmt: skip
    assert metres(places(drawn, square)[0], HERE) < 0.2


def test_far_out_one_camera_stands_for_all_in_its_cell() -> None:
    first, *_ = [mapped(HERE[0] + i * 1e-6, HERE[1]) for i in range(5)]
    alone = mapped(HERE[0] + 0.01, HERE[1])
    one, drawn = features("camera_agency", square_of(*HERE, 12))
    assert one["id"] == alone.number
    assert not drawn.get("id")
    assert drawn["properties"] == {"attr": first.tilecamera.attr, "count": 5}


def test_a_field_of_view_is_drawn_from_zoom_15() -> None:
    camera = mapped(*HERE, sees=field_of_view(*HERE))
    assert features("fov_agency", square_of(*HERE, 14)) == []
    (drawn,) = features("fov_agency", square_of(*HERE, 15))
    assert drawn["id"] == camera.number
    assert drawn["geometry"]["type"] in {"Polygon", "MultiPolygon"}


def test_a_private_camera_is_drawn_at_its_anchor_or_not_at_all() -> None:
    mapped(*HERE, level=1)
    camera = mapped(*HERE, level=2, anchor=ANCHOR)
    square = square_of(*ANCHOR, 16)
    (drawn,) = features("camera_private", square)
    assert metres(places(drawn, square)[0], ANCHOR) < 0.2
    assert drawn["properties"] == {"attr": camera.tilecamera.attr}
    assert not drawn.get("id")


def test_a_private_tile_is_the_same_wherever_behind_their_anchors_cameras_are() -> None:
    house = field_of_view(*HERE, size=0.002)
    Building.objects.create(
        source="test", external_id="1", footprint=house, height=9.0, height_source="height"
    )
    spots = [(HERE[0] + 0.001 * (1 - i), HERE[1]) for i in range(6)]
    for i, spot in enumerate(spots):
        anchor = (ANCHOR[0] - 0.00005 * (i // 2), ANCHOR[1])
        mapped(*spot, level=1 + i % 2, kind=("resident", "business")[i // 3], anchor=anchor)
    mapped(*HERE)

    drawn = {private_tiles(spots), private_tiles(spots[::-1]), private_tiles(spots[3:] + spots[:3])}

    assert len(drawn) == 1


def private_tiles(spots: list[tuple[float, float]]) -> tuple[bytes, ...]:
    """Move the private cameras to these places, place all afresh and draw the tiles round."""
    TileCamera.objects.all().delete()
    private = Camera.registry.filter(level__gt=0).order_by("number")
    for camera, spot in zip(private, spots, strict=True):
        camera.surveyed_position = Point(*spot, srid=4326)
        camera.save(update_fields=["surveyed_position"])
    place(Camera.registry.values_list("id", flat=True))
    layer = LAYERS["camera_private"]
    return tuple(draw(layer, square_of(*ANCHOR, z)).body for z in (12, 13, 14, 16))


def test_a_callers_phone_is_on_no_map() -> None:
    mapped(*HERE, kind="phone", sees=field_of_view(*HERE))
    mapped(*HERE, kind="phone", level=1, anchor=ANCHOR)
    fold()
    for z in range(17):
        for name in ("camera_agency", "camera_private", "fov_agency", "agg_all"):
            assert features(name, square_of(*HERE, z)) == []


def test_the_public_learns_kind_and_band_and_no_more() -> None:
    for _ in range(3):
        mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    mapped(*HERE, level=1, anchor=ANCHOR)
    (drawn,) = features("camera_public", square_of(*ANCHOR, 14))
    assert drawn["properties"] == {"kind": "resident", "band": 2}
    assert not drawn.get("id")


def test_far_out_the_public_sees_sums_of_three_anchors_or_more() -> None:
    for i in range(2):
        mapped(*HERE, anchor=(ANCHOR[0] + i * 1e-5, ANCHOR[1]), published=True)
    fold()
    assert features("agg_public", square_of(*ANCHOR, 9)) == []
    mapped(*HERE, anchor=(ANCHOR[0] + 2e-5, ANCHOR[1]), published=True)
    fold()
    (drawn,) = features("agg_public", square_of(*ANCHOR, 9))
    assert drawn["properties"] == {"count": 3}


def test_open_incidents_are_drawn_and_closed_ones_are_not() -> None:
    def call(state: str) -> Incident:
        return Incident.registry.create(
            source="test", external_id=state, number=f"N-{state}", kind="fire", priority=2,
            position=Point(*HERE, srid=4326), state=state,
            reported_at="2026-05-03T14:00Z", updated_at="2026-05-03T14:00Z",
            closed_at="2026-05-03T15:00Z" if state == "closed" else None,
        )  # fmt: skip

    wanted = call("open")
    call("closed")
    (drawn,) = features("incident", square_of(*HERE, 14))
    assert drawn["properties"] == {
        "id": str(wanted.id), "kind": "fire", "priority": 2, "number": "N-open",
    }  # fmt: skip


def test_no_layer_of_any_role_shows_where_a_private_camera_is_at_any_zoom() -> None:
    # Houses in the middle of nowhere: whatever a tile shows nearby comes from them.
    houses = [(10.0 + i, 50.0 + i / 2) for i in range(4)]
    for lng, lat in houses:
        anchor = (lng + 0.003, lat + 0.002)
        mapped(lng, lat, level=1, anchor=anchor, published=True, sees=field_of_view(lng, lat))
        mapped(lng, lat, level=2, sees=field_of_view(lng, lat))
    fold()
    layers = named(door for doors in LAYERS_OF.values() for door in doors)
    assert {"camera_private", "agg_all", "camera_public"} <= {layer.name for layer in layers}
    for (lng, lat), z, layer in itertools.product(houses, range(18), layers):
        square = square_of(lng, lat, z)
        # As near as the tile's own step may bring an anchor 300 m away, and no nearer.
        step = 40_075_017 / (1 << z) / (256 if z in (12, 13) else 4096)
        for drawn in features(layer.name, square):
            for spot in places(drawn, square):
                assert metres(spot, (lng, lat)) > 300 - 2 * step - 1


def test_the_corners_of_the_world_are_squares_like_any_other() -> None:
    mapped(180.0, 0.0, sees=field_of_view(180.0, 0.0))
    mapped(-180.0, 85.04, anchor=(-180.0, 85.04), published=True)
    mapped(0.0, 85.04)
    mapped(12.0, -85.04, level=1, anchor=(12.0, -85.04))
    fold()
    for z in (0, 1, 5, 11, 12, 13, 14, 16, 22):
        last, middle = (1 << z) - 1, (1 << z) // 2
        for x, y in ((0, 0), (last, last), (0, middle), (last, middle), (middle, 0)):
            square = Square(z, x, y)
            for layer in LAYERS.values():
                for drawn in features(layer.name, square):
                    assert all(-183 < lng < 183 for lng, _ in places(drawn, square))


def test_a_camera_on_the_antimeridian_is_drawn_on_its_side() -> None:
    mapped(180.0, 10.0)
    assert len(features("camera_agency", square_of(179.9999, 10.0, 14))) == 1
