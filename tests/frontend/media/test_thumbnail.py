"""One still for one pass, and only while what it was given for still holds."""

import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import Any

import pytest

from registry.feeds.passes import Pass, Use
from registry.models import Camera, Grant, Incident, Session, User
from tests.frontend.media.conftest import CameraServer, Media
from tests.frontend.media.test_watch import Scene


@pytest.fixture
def scene(cameras: CameraServer, media: Media) -> Scene:
    return Scene(cameras)


def address(scene: Scene, media: Media, camera: Camera, **claims: Any) -> str:
    given = Pass(
        use=Use.THUMBNAIL,
        user=str(scene.user.pk),
        cameras=(camera.id,),
        incident=scene.call.id,
        **claims,
    )
    return f"http://127.0.0.1:{media.port}/thumbnails/{camera.id}.jpg?pass={given.signed()}"


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  our own
            assert answer.read(3) == b"\xff\xd8\xff"
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_pass_is_good_for_one_still(scene: Scene, media: Media) -> None:
    given = address(scene, media, scene.private)
    assert (status(given), status(given)) == (200, 404)


def test_a_grant_withdrawn_after_the_pass_shows_nothing(scene: Scene, media: Media) -> None:
    given = address(scene, media, scene.private)
    Grant.objects.all().delete()
    assert status(given) == 404


def test_a_closed_call_shows_nothing(scene: Scene, media: Media) -> None:
    given = address(scene, media, scene.private)
    Incident.registry.update(state="closed", closed_at=datetime.now(UTC))
    assert status(given) == 404


def test_an_ended_session_shows_nothing(scene: Scene, media: Media) -> None:
    assert status(address(scene, media, scene.open, session="0" * 64)) == 404
    assert not Session.objects.exists()
    assert User.objects.filter(is_active=True).exists()
