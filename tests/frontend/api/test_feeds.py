"""An administrator says where pictures come from and tries it; no password ever comes out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from fixtures.feeds.onvif import CREDENTIAL
from registry.feeds.credentials import decrypt
from registry.models import Entry, Feed, User
from tests.cast import Knock
from tests.fixtures.feeds.served import Served, serving
from tests.fixtures.feeds.test_archive import BY_WAY
from tests.frontend.api.knocking import faults
from tests.registry.ptz.scene import turnable

PLAYBACK = "http://10.1.2.9:9996/get?path=a&start={start_rfc3339}&duration={duration}"
SAID = {"source": "rtsp", "url": "rtsp://10.1.2.3/main", "credential": "root:s3cret"}
KEPT = {"playback_url": PLAYBACK, "playback_credential": "viewer:hidden"}


@pytest.fixture
def camera(cast: dict[str, User]) -> str:
    return str(turnable(cast["dispatcher"].agency).pk)


def put(client: Client, camera: str, body: Any) -> Any:
    path = f"/api/cameras/{camera}/feed"
    return client.put(path, json.dumps(body), content_type="application/json")


def attempt(client: Client, camera: str) -> Any:
    return client.post(f"/api/cameras/{camera}/feed/try", content_type="application/json")


def test_a_feed_is_entered_and_told_without_its_passwords(knock: Knock, camera: str) -> None:
    answer = put(knock("administrator"), camera, SAID | KEPT)
    assert answer.status_code == 200, answer.content
    told = knock("administrator").get(f"/api/cameras/{camera}/feed")
    assert told.json() == answer.json()
    assert told.json()["playback_url"] == PLAYBACK
    assert (told.json()["has_credential"], told.json()["has_playback_credential"]) == (True, True)
    assert not {b"s3cret", b"hidden"} & set(answer.content.split(b'"'))
    feed = Feed.objects.get()
    assert decrypt(bytes(feed.credential or b"")) == "root:s3cret"
    assert decrypt(bytes(feed.playback_credential or b"")) == "viewer:hidden"
    entry = Entry.objects.get(action="feed_entered")
    assert entry.detail == {"fields": sorted(SAID | KEPT)}
    assert "s3cret" not in json.dumps(entry.detail)


def test_what_is_left_out_stays(knock: Knock, camera: str) -> None:
    put(knock("administrator"), camera, SAID)
    assert put(knock("administrator"), camera, {"refresh": 15}).status_code == 200
    feed = Feed.objects.get()
    assert (feed.refresh, feed.url) == (15.0, SAID["url"])
    assert decrypt(bytes(feed.credential or b"")) == "root:s3cret"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"url": "rtsp://10.6.6.6/main"},
        {"still_url": "http://10.6.6.6/still.jpg"},
        {"playback_url": PLAYBACK.replace("10.1.2.9", "10.6.6.6")},
        {"spans_url": "https://10.1.2.9:9996/list?path=a"},
    ],
)
def test_a_kept_password_does_not_go_where_nobody_said_it(
    knock: Knock, camera: str, elsewhere: dict[str, str]
) -> None:
    put(knock("administrator"), camera, SAID | KEPT)
    refused = put(knock("administrator"), camera, elsewhere)
    assert "credential" in str(faults(refused))
    anew = {"credential": "", "playback_credential": "viewer:new"}
    assert put(knock("administrator"), camera, elsewhere | anew).status_code == 200
    assert Feed.objects.get().credential is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "rtsp://root:s3cret@10.1.2.3/"},
        {"url": "http://10.1.2.3/"},
        {"source": "edge"},
        {"source": "mpegts", "url": "srt://10.1.2.3:9000?passphrase=0123456789"},
        {"refresh": 0},
        {"playback_url": "http://10.1.2.9/get"},
        {"recorder_url": "http://10.1.2.9/onvif", "playback_url": PLAYBACK},
        {"adress": "http://10.1.2.3/"},
        {"credential": "a\nb"},
        {"url": "rtsp://10.1.2.3/\r\nX: y"},
    ],
)
def test_a_feed_that_no_camera_has_is_refused(
    knock: Knock, camera: str, wrong: dict[str, Any]
) -> None:
    assert faults(put(knock("administrator"), camera, SAID | wrong))
    assert not Feed.objects.exists()


def test_a_phone_stays_a_phone(knock: Knock, camera: str) -> None:
    Feed.objects.create(pk=camera, source="phone")
    assert faults(put(knock("administrator"), camera, {"refresh": 10}))


@pytest.mark.parametrize("role", ["stranger", "dispatcher", "registrar", "owner", "machine"])
def test_nobody_else_enters_or_tries_one(knock: Knock, camera: str, role: str) -> None:
    client = knock(role)
    told = client.get(f"/api/cameras/{camera}/feed")
    for answer in (put(client, camera, SAID), attempt(client, camera), told):
        assert answer.status_code in {401, 404}
    assert not Feed.objects.exists()


def test_there_is_nothing_to_try_or_tell_where_nothing_is_entered(
    knock: Knock, camera: str
) -> None:
    client = knock("administrator")
    assert attempt(client, camera).status_code == 404
    assert client.get(f"/api/cameras/{camera}/feed").status_code == 404


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(BY_WAY["http"]) as here:
        yield here


def test_a_feed_that_works_gives_a_picture_of_now_and_of_then(
    knock: Knock, camera: str, served: Served, settings: Any
) -> None:
    settings.SIMULATED_PORTS = {served.ports.http, served.ports.rtsp}
    hung = BY_WAY["http"]
    said = {name: url for name, url in served.ports.recorder(hung).items() if url}
    said |= {"source": "rtsp", "url": served.ports.url(hung), "playback_credential": CREDENTIAL}
    assert put(knock("administrator"), camera, said).status_code == 200
    came = attempt(knock("administrator"), camera).json()
    assert (came["live"]["came"], came["live"]["size"]) == (True, [480, 270])
    assert (came["recorded"]["came"], came["recorded"]["size"]) == (True, [480, 270])
    assert came["recorded"]["taken_at"] < came["live"]["taken_at"]
    assert Entry.objects.get(action="feed_tried").subject_id == camera


def test_a_feed_that_does_not_work_says_why(knock: Knock, camera: str, settings: Any) -> None:
    settings.SIMULATED_PORTS, settings.CAMERA_NETWORKS = set(), ()
    put(knock("administrator"), camera, SAID | KEPT)
    came = attempt(knock("administrator"), camera).json()
    assert not came["live"]["came"]
    assert "CAMERA_NETWORKS" in came["live"]["why"]
    assert "CAMERA_NETWORKS" in came["recorded"]["why"]
    assert "s3cret" not in json.dumps(came)
