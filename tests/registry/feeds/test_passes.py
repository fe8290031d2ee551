"""A pass opens what was signed, for as long as was signed, and nothing else."""

import base64
import json
import time
import uuid

import pytest

from registry.feeds.passes import Pass, Use, read
from registry.feeds.refusals import PassExpired, PassRefused

CAMERAS = (uuid.uuid4(), uuid.uuid4())


def test_a_pass_comes_back_as_it_was_signed() -> None:
    given = Pass(use=Use.WATCH, user="7", cameras=CAMERAS, incident=uuid.uuid4(), request_id="r1")
    assert read(given.signed(), Use.WATCH) == given


def test_a_pass_for_a_thumbnail_does_not_open_a_watch() -> None:
    given = Pass(use=Use.THUMBNAIL, user="7", cameras=CAMERAS)
    with pytest.raises(PassRefused):
        read(given.signed(), Use.WATCH)


def test_a_pass_runs_out() -> None:
    given = Pass(use=Use.WATCH, user="7", cameras=CAMERAS, expires_at=int(time.time()))
    with pytest.raises(PassExpired):
        read(given.signed(), Use.WATCH)


def test_a_camera_cannot_be_added_to_a_signed_pass() -> None:
    payload, mac = Pass(use=Use.WATCH, user="7", cameras=CAMERAS).signed().split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["cameras"].append(uuid.uuid4().hex)
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    with pytest.raises(PassRefused):
        read(f"{forged}.{mac}", Use.WATCH)


@pytest.mark.parametrize("token", ["", ".", "a.b", "é.é", "x" * 100_000, "e30.e30"])
def test_noise_is_refused(token: str) -> None:
    with pytest.raises(PassRefused):
        read(token, Use.WATCH)
