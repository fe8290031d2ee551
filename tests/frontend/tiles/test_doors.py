"""Who gets which tile, in which words, and what is written down of it."""

import gzip
import json
from collections.abc import Callable
from itertools import permutations
from typing import Any

import mapbox_vector_tile
import pytest
from django.test import Client

from frontend.tiles import passes
from registry.access.layers import LAYERS_OF, PUBLIC
from registry.audit.models import Entry
from registry.places.models import Import
from tests.tiles.mapped import fold, mapped, square_of
from tiles.layers import LAYERS, SHEETS, named
from tiles.serving import collect
from tiles.square import Square

pytestmark = pytest.mark.usefixtures("committed")

HERE, ANCHOR = (-84.5, 38.04), (-84.501, 38.0405)
STUDIED = "coverage"  # a door of its own, which asks for a study
DOORS = sorted({door for doors in LAYERS_OF.values() for door in doors} - {STUDIED})
HOME = square_of(*HERE, 15)
Knock = Callable[[str], Client]


def address(doors: str, square: Square = HOME) -> str:
    return f"/tiles/{doors}/{square.z}/{square.x}/{square.y}.mvt"


def layer_names(body: bytes) -> list[str]:
    """Read the names as they stand in the bytes: a decoder would drop one of two without a word."""
    names, at = [], 0
    while at < len(body):
        assert body[at] == 0x1A, "a tile is a list of layers"
        size, at = varint(body, at + 1)
        end, within = at + size, at
        while within < end:
            key, within = varint(body, within)
            if key & 7 == 2:
                length, within = varint(body, within)
                if key >> 3 == 1:
                    names.append(body[within : within + length].decode())
                within += length
            else:
                _, within = varint(body, within)
        at = end
    return names


def varint(body: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (body[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if body[at - 1] < 128:
            return value, at


@pytest.fixture
def town() -> None:
    mapped(*HERE)
    mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    fold()


def test_each_role_gets_its_layers_and_finds_no_other(town: None, knock: Knock) -> None:
    for role, allowed in LAYERS_OF.items():
        browser = knock(role)
        for door in [*DOORS, STUDIED, "street", "nothing"]:
            answer = browser.get(address(door))
            wanted = {200, 204} if door in allowed - {STUDIED} else {404}
            assert answer.status_code in wanted, (role, door)


def test_one_layer_too_many_makes_the_whole_tile_unknown(town: None, client: Client) -> None:
    assert client.get(address("camera_public")).status_code == 200
    unknown = client.get(address("camera_public,nothing"))
    forbidden = client.get(address("camera_public,camera_agency"))
    assert unknown.status_code == forbidden.status_code == 404
    assert [*map(_told, [unknown])] == [*map(_told, [forbidden])]


def _told(answer: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.content)
    return {name: told[name] for name in told if name not in {"request_id", "instance"}}


@pytest.mark.parametrize(
    "path",
    [
        "base/0/1/0", "base/0/0/1", "base/23/0/0", "base/99/0/0", "base/15/99999/1", "/1/0/0",
        "base,base/3/0/0", "base,/3/0/0", ",/3/0/0", "BASE/3/0/0", "base/3/-1/0", "base/3/a/0",
        "base%00/3/0/0", "base/99999999999999999999/0/0",
    ],
)  # fmt: skip
def test_what_is_off_the_grid_or_named_twice_is_not_there(path: str, client: Client) -> None:
    assert client.get(f"/tiles/{path}.mvt").status_code == 404


def test_where_nothing_is_there_is_no_content(client: Client) -> None:
    answer = client.get(address("base", Square(22, 0, (1 << 22) - 1)))
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_tile_is_the_concatenation_of_its_layers_in_any_order(town: None, knock: Knock) -> None:
    browser = knock("dispatcher")
    wanted = ["camera_public", "camera_agency", "camera_private"]
    bodies = {browser.get(address(",".join(order))).content for order in permutations(wanted)}
    (body,) = bodies
    alone = b"".join(browser.get(address(layer.name)).content for layer in named(wanted))
    assert body == alone
    assert body == b"".join(blob.body for blob in collect(named(wanted), HOME))
    assert set(mapbox_vector_tile.decode(body)) == set(wanted)


def test_the_names_in_the_bytes_are_the_layers_own_and_each_once(town: None, knock: Knock) -> None:
    browser = knock("dispatcher")
    for z in (3, 8, 11, 12, 14, 16):
        body = browser.get(address(",".join(DOORS), square_of(*ANCHOR, z))).content
        names = layer_names(body)
        assert len(names) == len(set(names))
        assert set(names) <= LAYERS.keys()
    assert set(SHEETS["base"]) <= LAYERS.keys()


def test_who_has_a_tile_is_told_so(town: None, client: Client) -> None:
    first = client.get(address("camera_public"))
    again = client.get(address("camera_public"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    mapped(*HERE, kind="uav", anchor=ANCHOR, published=True)
    changed = client.get(address("camera_public"), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_tile_goes_out_gzipped_to_who_takes_it(town: None, client: Client) -> None:
    plain = client.get(address("camera_public"))
    packed = client.get(address("camera_public"), headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_a_public_tile_may_be_kept_half_a_minute_and_a_private_one_never_unasked(
    town: None, client: Client, knock: Knock
) -> None:
    assert client.get(address("camera_public"))["Cache-Control"] == "public, max-age=30"
    private = knock("dispatcher").get(address("camera_agency"))["Cache-Control"]
    assert private == "private, no-cache"


def test_opening_a_map_is_written_once_a_session_and_layer_set(town: None, knock: Knock) -> None:
    def rows() -> list[list[str]]:
        found = Entry.objects.filter(action="opened_map").order_by("id")
        return [entry.detail["layers"] for entry in found]

    browser = knock("dispatcher")
    browser.get("/tiles.json?layers=base,camera_agency")
    browser.get(address("camera_agency"))
    browser.get("/tiles.json?layers=camera_agency,base")
    assert rows() == [["camera_agency"]]
    browser.get("/tiles.json?layers=camera_agency,incident")
    assert rows() == [["camera_agency"], ["camera_agency", "incident"]]
    knock("planner").get(address("fov_agency"))
    assert rows()[2:] == [["fov_agency"]]
    Client().get("/tiles.json?layers=base,camera_public")
    assert len(rows()) == 3


def test_only_a_reader_of_more_than_the_public_gets_a_pass(
    town: None, client: Client, knock: Knock
) -> None:
    assert passes.COOKIE not in client.get(address("camera_public")).cookies
    given = knock("dispatcher").get(address("camera_agency")).cookies[passes.COOKIE]
    assert passes.read(given.value, not_before=0) == {"camera_agency"}
    assert given["httponly"]
    assert given["path"] == "/tiles/"
    assert 0 < int(given["max-age"]) <= 60


def test_tilejson_says_what_there_is_and_how_far_it_reaches(town: None, client: Client) -> None:
    Import.objects.create(file="a", credit="© OpenStreetMap contributors")
    Import.objects.create(file="b", credit="<b>County</b>")
    answer = client.get("/tiles.json?layers=agg_public,camera_public,base").json()
    assert answer["tilejson"] == "3.0.0"
    assert answer["tiles"] == [
        "http://testserver/tiles/agg_public,base,camera_public/{z}/{x}/{y}.mvt"
    ]
    assert [layer["id"] for layer in answer["vector_layers"]] == [
        *SHEETS["base"], "agg_public", "camera_public",
    ]  # fmt: skip
    assert answer["attribution"] == "&lt;b&gt;County&lt;/b&gt; | © OpenStreetMap contributors"


def test_the_bounds_hold_every_agency_camera(town: None, knock: Knock) -> None:
    mapped(-85.0, 37.5)
    fold()
    west, south, east, north = (
        knock("planner").get("/tiles.json?layers=camera_agency").json()["bounds"]
    )
    assert west <= -85.0 < HERE[0] <= east
    assert south <= 37.5 < HERE[1] <= north


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_style_points_at_our_own_tiles(theme: str, client: Client) -> None:
    style = client.get(f"/style.json?theme={theme}").json()
    assert style["sources"] == {
        "base": {"type": "vector", "url": "http://testserver/tiles.json?layers=base"}
    }
    assert "glyphs" not in style
    assert "sprite" not in style


def test_there_is_no_third_theme(client: Client) -> None:
    assert client.get("/style.json?theme=sepia").status_code == 404


def test_strangers_lists_are_public_ones() -> None:
    assert all(layer.public for layer in named(PUBLIC))
