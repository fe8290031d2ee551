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
from tests.registry.ptz.test_onvif import FAULT
from tests.registry.ptz.test_onvif import camera as posted

# What answers both questions at once; the camera believes it is at another address.
INTRODUCTION = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><Both>
<Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>
<XAddr>http://192.168.1.9:8080/onvif/media</XAddr></Service>
<Service><Namespace>http://www.onvif.org/ver20/ptz/wsdl</Namespace>
<XAddr>http://192.168.1.9:8080/onvif/ptz</XAddr></Service>
<Profiles token="small"/><Profiles token="large"><PTZConfiguration/></Profiles>
</Both></s:Body></s:Envelope>"""
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


def test_the_camera_itself_says_which_profile_turns_it(
    knock: Knock, camera: str, settings: Any
) -> None:
    with posted(INTRODUCTION) as (port, came):
        settings.SIMULATED_PORTS = {port}
        said = {"url": f"http://127.0.0.1:{port}/onvif/device_service", "credential": "a:b"}
        answer = put(knock("administrator"), camera, said)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["profile"] == "large"
    assert told["url"] == f"http://127.0.0.1:{port}/onvif/ptz"
    assert [b"GetServices" in came[0], b"GetProfiles" in came[1]] == [True, True]
    assert all(b"<w:Username>a<" in asked for asked in came)


@pytest.mark.parametrize(
    ("reply", "field", "why"),
    [
        (INTRODUCTION.replace("PTZConfiguration", "Nothing"), "profile", "profiles turns it"),
        (FAULT, "url", "Sender not authorized"),
        ("<html>", "url", "not SOAP"),
    ],
)
def test_why_it_could_not_be_found_out_is_said(
    knock: Knock, camera: str, settings: Any, reply: str, field: str, why: str
) -> None:
    with posted(reply) as (port, _):
        settings.SIMULATED_PORTS = {port}
        answer = put(knock("administrator"), camera, {"url": f"http://127.0.0.1:{port}/"})
    (fault,) = answer.json()["errors"]
    assert fault["field"] == field
    assert why in fault["message"]
    assert not Control.objects.exists()


@pytest.mark.parametrize("role", ["stranger", "dispatcher", "registrar", "owner", "machine"])
def test_nobody_else_enters_one(knock: Knock, camera: str, role: str) -> None:
    assert put(knock(role), camera, SAID).status_code in {401, 404}
    assert not Control.objects.exists()
