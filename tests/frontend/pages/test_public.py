"""What strangers are told, and that nothing of it hangs on a camera that is not published."""

import csv
import gzip
import io
import json
import math
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from pmtiles.reader import MemorySource, all_tiles

from frontend.gate.rules import rule_of
from registry.audit.actors import Shell
from registry.cameras.placing import place
from registry.cameras.publishing import publish, unpublish
from registry.models import Address, Agency, Anchor, Camera, Owner, PublishedDay, Street
from registry.places.anchors import draw_anchors
from tests.frontend.test_access_matrix import addresses
from tests.tiles.mapped import decode, fold, square_of
from tiles.offering import TRUSTED_SECONDS, offer

BY = Shell("an owner")
LNG, LAT = -84.5, 38.04
STEP = 0.0002
NO_ONE = UUID(int=0)
# New with every answer, or the moment it was given.
PASSING = {"X-Request-Id", "Set-Cookie", "Expires"}
TOKEN = re.compile(rb'name="(csrfmiddlewaretoken|submission)" value="[\w-]+"')
RANDOM = {"api:register-challenge"}
QUERIES = {
    "api:register-addresses": "?q=oak",
    "api:register-buildings": f"?at={LNG},{LAT}",
    "api:register-public": f"?at={LNG},{LAT}",
    "tilejson": "?layers=agg_public,camera_public",
    "public": "?q=20+Oak+Street",
}


@pytest.fixture(autouse=True)
def street(committed: None) -> None:
    """Let forty doors stand along Oak Street, and one beside a lane far off."""
    line = MultiLineString(LineString((LNG - 0.004, LAT), (LNG + 0.004, LAT)), srid=4326)
    Street.objects.create(
        source="t", external_id="oak", name="Oak Street", kind="residential", line=line
    )
    rows = [(f"{n}", "Oak Street", LNG + (n - 20) * STEP, LAT + 0.0001) for n in range(40)]
    rows += [("7", "Far Lane", LNG, LAT + 0.05)]
    Address.objects.bulk_create(
        Address(
            source="t", external_id=f"{number} {street}", number=number, street=street,
            position=Point(lng, lat, srid=4326),
        )
        for number, street, lng, lat in rows
    )  # fmt: skip
    draw_anchors()


def home(n: int = 20, **values: Any) -> Camera:
    """Hang a camera behind one of the doors."""
    owner, _ = Owner.objects.get_or_create(
        kind="resident", name="Ada", email_confirmed_at=timezone.now() - timedelta(days=1)
    )
    return hung(owner, LNG + (n - 20) * STEP + 0.00003, LAT + 0.0002, **values)


def hung(owner: Owner, lng: float, lat: float, **values: Any) -> Camera:
    number, at = Camera.registry.count() + 1, Point(lng, lat, srid=4326)
    facts = {"kind": "resident", "level": 1, "azimuth": 10.0 * number} | values
    return Camera.registry.create(
        number=number, name=f"Camera {number}", owner=owner, position=at, surveyed_position=at,
        **facts,
    )  # fmt: skip


def traffic() -> Camera:
    agency = Agency.objects.create(name="Streets")
    owner = Owner.objects.create(kind="agency", name="Streets", agency=agency)
    return publish(hung(owner, LNG, LAT, kind="traffic", level=0), BY)


def shown(path: str, **headers: str) -> str:
    """Give the words of a page."""
    page = Client(headers=headers).get(path).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_address_or_a_street_is_told_what_is_published_near_it() -> None:
    traffic()
    publish(home(), BY)
    publish(home(22), BY)

    page = shown("/public?q=20+oak+street")
    assert "20 Oak Street" in page
    assert "1 agency camera within 150 m" in page
    assert "At least 2 private cameras among this address and 20 or more others" in page
    assert "too few addresses share the street" in shown("/public?q=Far+Lane+7")
    assert "1 street of this name" in shown("/public?q=999+oak+street")
    assert "no such street or address" in shown("/public?q=99+nowhere")
    # and in words for who has no map
    assert "Oak Street 1 at least 2, on 1 stretch" in shown("/public?q=oak")
    assert "Oak Street" in shown("/public")
    assert "Oak Street" not in shown("/public?page=2")
    assert "Calle" in shown("/public", accept_language="es")


def test_the_numbers_come_with_the_hash_the_log_was_sealed_to() -> None:
    for n in range(3):
        PublishedDay.objects.create(
            day=date(2026, 3, 1 + n), counts={"looks": 5, "exigent": n}, seal=n, root=bytes([n])
        )

    page = shown("/public")
    assert "Looks at pictures and video 15" in page
    assert "3 days up to 2026-03-03" in page
    told = Client().get("/public/numbers.json").json()["days"]
    assert told[0] == {"day": "2026-03-03", "looks": 5, "exigent": 2, "seal": 2, "root": "02"}
    table = csv.DictReader(io.StringIO(Client().get("/public/numbers.csv").content.decode()))
    assert [row["looks"] for row in table] == ["5", "5", "5"]


def test_the_files_hold_anchors_and_nothing_else() -> None:
    private = [home(n, kind=("resident", "business")[n % 2]) for n in range(2, 40, 4)]
    for camera in private:
        publish(camera, BY)
    fold()
    offer()

    told = json.loads(Client().get("/public/cameras.geojson").content)
    stand = {tuple(round(c, 6) for c in anchor.position.coords) for anchor in Anchor.objects.all()}
    etag = {"If-None-Match": Client().get("/public/cameras.geojson").headers["ETag"]}
    assert Client(headers=etag).get("/public/cameras.geojson").status_code == 304
    assert {tuple(each["geometry"]["coordinates"]) for each in told["features"]} <= stand
    assert all(each["properties"].keys() == {"kind", "band"} for each in told["features"])
    answer = Client().get("/public/cameras.pmtiles")
    assert answer.headers["Cache-Control"] == "public, max-age=20"
    tiles = dict(all_tiles(MemorySource(answer.content)))
    assert {z for z, _, _ in tiles} == {12, 13, 14, 15}
    layers = [decode(gzip.decompress(body)) for body in tiles.values()]
    assert {name for drawn in layers for name in drawn} == {"camera_public"}
    features = [each for drawn in layers for each in drawn["camera_public"]["features"]]
    for (z, x, y), drawn in zip(tiles, layers, strict=True):
        for each in drawn["camera_public"]["features"]:
            lng, lat = unproject(z, x, y, *each["geometry"]["coordinates"])
            step = 360 / (1 << z) / 4096
            assert min(abs(lng - east) + abs(lat - north) for east, north in stand) < 2 * step
    assert all("id" not in each or each["id"] == 0 for each in features)
    assert all(each["properties"].keys() == {"kind", "band"} for each in features)


def unproject(z: int, x: int, y: int, across: int, down: int) -> tuple[float, float]:
    """Give the lng, lat of a decoded point."""
    side = 1 << z
    north = math.pi * (1 - 2 * (y + down / 4096) / side)
    return (x + across / 4096) / side * 360 - 180, math.degrees(math.atan(math.sinh(north)))


def test_an_opt_out_is_gone_from_every_answer_within_a_minute() -> None:
    camera = publish(home(), BY)
    offer()
    square = square_of(LNG, LAT, 16)
    tile = f"/tiles/camera_public/{square.z}/{square.x}/{square.y}.mvt"
    assert Client().get(tile).status_code == 200

    unpublish(camera, BY)

    gone = Client().get(tile)
    assert gone.status_code == 204
    assert "No published private camera near" in shown("/public?q=20+oak+street")
    # Whoever keeps an answer may keep it so long, and the worker's file is handed out so long.
    file = Client().get("/public/cameras.geojson")
    kept = [
        int(re.findall(r"max-age=(\d+)", each.headers["Cache-Control"])[0]) for each in (gone, file)
    ]
    assert kept[0] <= 60
    assert kept[1] + TRUSTED_SECONDS < 60
    with connection.cursor() as cursor:  # half a minute passes, and no worker works
        cursor.execute("UPDATE published_file SET checked_at = checked_at - interval '31 s'")
    assert Client().get("/public/cameras.geojson").status_code == 503
    offer()
    assert json.loads(Client().get("/public/cameras.geojson").content)["features"] == []


def test_no_public_answer_changes_with_a_camera_that_is_not_published() -> None:
    """Every door a stranger may read, its bytes and its headers."""
    traffic()
    publish(home(), BY)
    place()
    fold()
    offer()
    before = {path: told(path) for path in public_addresses()}

    for n in range(0, 40, 3):
        home(n)
    home(21, status="pending")
    place()
    fold()
    offer()

    after = {path: told(path) for path in before}
    assert sum(status == 200 for status, _, _ in before.values()) > 15
    assert [path for path in before if after[path] != before[path]] == []


def public_addresses() -> Iterator[str]:
    """Find them by their rules, and for tiles some zooms at the spot."""
    for name, pattern in addresses(get_resolver().url_patterns):
        rule = rule_of(pattern.callback)
        if rule is None or "stranger" not in rule.read or name in RANDOM | {"tile", "healthz"}:
            continue
        yield reverse(name, args=list(arguments(pattern))) + QUERIES.get(name, "")
    for z in (0, 6, 10, 11, 12, 14, 16, 17):
        square = square_of(LNG, LAT, z)
        for layers in ("agg_public", "camera_public"):
            yield f"/tiles/{layers}/{z}/{square.x}/{square.y}.mvt"


def arguments(pattern: URLPattern) -> Iterator[str | int | UUID]:
    nobodys: dict[str, int | UUID] = {"UUIDConverter": NO_ONE, "IntConverter": 0}
    for converter in pattern.pattern.converters.values():
        yield nobodys.get(type(converter).__name__, "nobody")


def told(path: str) -> tuple[int, dict[str, str], bytes]:
    answer = Client().get(path)
    headers = {name: value for name, value in answer.headers.items() if name not in PASSING}
    body = b"".join(answer) if answer.streaming else answer.content
    name = answer.headers["X-Request-Id"].encode()
    return answer.status_code, headers, TOKEN.sub(b"", body.replace(name, b""))
