"""A MediaMTX beside the centre is found where the README says, and by nobody else."""

import json
import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from django.contrib.gis.geos import Point

from registry.feeds.addresses import AllowList
from registry.feeds.recorders.template import Template
from registry.models import Agency, Camera, Feed, Owner

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text())


COMPOSE = read("compose.yaml")
SERVICE = COMPOSE["services"]["mediamtx"]
CONFIG = read("frontend/deploy/docker/mediamtx.yml")
FEED: dict[str, str] = json.loads(
    re.findall(r"PUT /api/cameras/\{id\}/feed\n(.*?)\n\n", README, re.DOTALL)[0]
)


def test_it_runs_only_when_asked_for_and_in_one_version() -> None:
    assert SERVICE["profiles"] == ["mediamtx"]
    assert re.fullmatch(r"bluenviron/mediamtx:\d+\.\d+\.\d+", SERVICE["image"])
    assert "./frontend/deploy/docker/mediamtx.yml:/mediamtx.yml:ro" in SERVICE["volumes"]
    assert "ports" not in SERVICE


def test_the_readmes_feed_is_one_of_its_cameras() -> None:
    ports = {
        name: CONFIG[key].removeprefix(":")
        for name, key in {"url": "rtspAddress", "playback_url": "playbackAddress"}.items()
    } | {"spans_url": CONFIG["playbackAddress"].removeprefix(":")}
    assert {name: str(urlsplit(FEED[name]).port) for name in ports} == ports
    assert urlsplit(FEED["url"]).path.strip("/") in CONFIG["paths"]
    said = parse_qs(urlsplit(Template(FEED["playback_url"]).filled(0.0, 30.0)).query)
    assert said == {
        "path": ["corner"],
        "start": ["1970-01-01T00:00:00.000Z"],
        "duration": ["30.000"],
    }
    assert CONFIG["playback"]
    assert CONFIG["pathDefaults"]["record"]


def test_nobody_publishes_to_it() -> None:
    (anybody,) = CONFIG["authInternalUsers"]
    assert {each["action"] for each in anybody["permissions"]} == {"read", "playback"}


def test_the_centre_may_fetch_from_it_and_from_no_other_container() -> None:
    said = COMPOSE["x-part"]["environment"]["CAMERA_NETWORKS"]
    network = said.removeprefix("${CAMERA_NETWORKS:-").removesuffix("}")
    address = SERVICE["networks"]["cameras"]["ipv4_address"]
    AllowList((network,)).check(address, 8554)
    assert ip_network(network).num_addresses == 1
    subnet = COMPOSE["networks"]["cameras"]["ipam"]["config"][0]["subnet"]
    assert ip_address(address) in ip_network(subnet)
    reached = [
        name for name, each in COMPOSE["services"].items() if "cameras" in each.get("networks", ())
    ]
    assert sorted(reached) == ["feeds", "mediamtx", "web"]  # media lives beside feeds


@pytest.mark.django_db
def test_the_readmes_addresses_can_be_entered() -> None:
    agency = Agency.objects.create(name="City")
    owner = Owner.objects.create(kind="agency", agency=agency, name="City")
    here = Point(-93.6, 41.6, srid=4326)
    camera = Camera.registry.create(
        number=1, name="corner", kind="traffic", level=0, owner=owner, position=here,
        surveyed_position=here,
    )  # fmt: skip
    Feed(camera=camera, **FEED).full_clean()
    frigate = re.findall(r"`(http://frigate:[^`]*)`", README)
    said = dict(zip(("playback_url", "spans_url"), frigate, strict=True))
    Feed(camera=camera, source="rtsp", url=FEED["url"], **said).full_clean()
