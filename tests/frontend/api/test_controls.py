"""An administrator says how a camera is turned; the password goes in and never comes out."""

import json
from typing import Any

import pytest
from django.test import Client

from registry.feeds.credentials import decrypt
from registry.models import Control, Entry, User
from tests.cast import Knock
from tests.frontend.api.knocking import faults
from tests.registry.ptz.scene import turnable

SAID = {"url": "http://10.1.2.3/onvif/ptz", "profile": "main", "credential": "root:s3cret"}


@pytest.fixture
def camera(cast: dict[str, User]) -> str:
    control = turnable(cast["dispatcher"].agency)
    pk = str(control.pk)
    control.delete()
    return pk


def put(client: Client, camera: str, body: Any) -> Any:
    path = f"/api/cameras/{camera}/control"
    return client.put(path, json.dumps(body), content_type="application/json")


def test_what_is_not_said_follows_from_the_camera(knock: Knock, camera: str) -> None:
    answer = put(knock("administrator"), camera, SAID)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["azimuth"], told["home_tilt"], told["hfov_most"]) == (0.0, 10.0, 60.0)
    assert Control.objects.get().url == SAID["url"]


def test_the_password_is_kept_encrypted_and_told_to_nobody(knock: Knock, camera: str) -> None:
    answer = put(knock("administrator"), camera, SAID)
    assert b"s3cret" not in answer.content
    kept = Control.objects.get().credential
    assert kept
    assert b"s3cret" not in bytes(kept)
    assert decrypt(bytes(kept)) == "root:s3cret"
    entry = Entry.objects.get(action="control_entered")
    assert entry.detail == {"fields": ["credential", "profile", "url"]}


def test_what_is_left_out_stays(knock: Knock, camera: str) -> None:
    put(knock("administrator"), camera, SAID)
    assert put(knock("administrator"), camera, {"tilt_least": -20}).status_code == 200
    control = Control.objects.get()
    assert (control.tilt_least, control.url) == (-20.0, SAID["url"])
    assert decrypt(bytes(control.credential or b"")) == "root:s3cret"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://root:s3cret@10.1.2.3/onvif"},
        {"url": "rtsp://10.1.2.3/"},
        {"profile": ""},
        {"pan_least": 90, "pan_most": -90},
        {"hfov_most": 200},
        {"home_tilt": -80},
        {"azimuth": 400},
    ],
)
def test_a_control_that_no_head_has_is_refused(
    knock: Knock, camera: str, wrong: dict[str, Any]
) -> None:
    assert faults(put(knock("administrator"), camera, SAID | wrong))
    assert not Control.objects.exists()


@pytest.mark.parametrize("role", ["stranger", "dispatcher", "registrar", "owner", "machine"])
def test_nobody_else_enters_one(knock: Knock, camera: str, role: str) -> None:
    assert put(knock(role), camera, SAID).status_code in {401, 404}
    assert not Control.objects.exists()
