"""A pass for what was recorded, the clips that were kept of it, and to whom they are shown."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.evidence import storing
from registry.feeds.passes import Use, read
from registry.models import Camera, Entry, Feed, Grant, Incident, Item, Owner, Recorder, User
from tests.cast import Knock
from tests.frontend.api.knocking import post

HERE = Point(-84.5, 38.05, srid=4326)
FILM = b"a film"
BEGAN = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evidence_of_its_own(vault: Path) -> None:
    """Keep what is kept in this test's own folder."""


@pytest.fixture
def call(cast: dict[str, User]) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad", external_id="1", number="1", kind="shots", priority=1, position=HERE,
        state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


@pytest.fixture
def cameras(cast: dict[str, User]) -> dict[str, Camera]:
    agency = cast["dispatcher"].agency
    assert agency
    city = Owner.objects.create(kind="agency", name="City", agency=agency)
    shop = Owner.objects.create(kind="business", name="Shop")
    made = {
        name: Camera.registry.create(
            number=number, name=name, kind="traffic" if level == 0 else "business", level=level,
            owner=owner, position=HERE, surveyed_position=HERE,
        )
        for number, (name, owner, level) in enumerate(
            [("agency", city, 0), ("two", shop, 2)], start=9001
        )
    }  # fmt: skip
    Recorder.objects.create(camera=made["agency"], days=7)
    replay = "rtsp://10.1.2.3/"
    Feed.objects.create(camera=made["two"], source="rtsp", url=replay, playback_url=replay)
    Grant.objects.create(
        owner=shop, camera=made["two"], agency=agency, capabilities=["still", "recorded"],
        condition="always", valid_from=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    return made


@pytest.fixture
def clip(cast: dict[str, User], cameras: dict[str, Camera], call: Incident) -> Item:
    with storing.writing() as file:
        file.write(FILM)
        file.keep()
    return Item.registry.create(
        kind="clip", stored=file.stored, incident=call, camera=cameras["agency"],
        sha256=file.sha256, size=file.size,
        begins_at=BEGAN, ends_at=BEGAN + timedelta(seconds=9), received_by=cast["dispatcher"],
    )  # fmt: skip


def asked(knock: Knock, role: str, camera: Camera, call: Incident | None) -> Any:
    body = {"incident": str(call.pk) if call else None}
    return post(knock(role), f"/api/cameras/{camera.pk}/recorded", body)


def test_the_pass_is_for_one_camera_one_person_and_one_call(
    knock: Knock, cast: dict[str, User], cameras: dict[str, Camera], call: Incident
) -> None:
    answer = asked(knock, "dispatcher", cameras["two"], call).json()
    given = read(answer["token"], Use.RECORDED)
    assert given.cameras == (cameras["two"].pk,)
    assert (given.user, given.incident) == (str(cast["dispatcher"].pk), call.pk)
    assert answer["url"].endswith(f"/recorded/{cameras['two'].pk}")
    row = Entry.objects.get(action="recorded_asked")
    assert row.subject_id == str(cameras["two"].pk)
    assert row.basis.startswith("grant ")


def test_consent_to_live_video_is_no_consent_to_recordings(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    Grant.objects.update(capabilities=["still", "live"])
    refused = asked(knock, "dispatcher", cameras["two"], call)
    assert refused.status_code == 403
    assert "recordings" in refused.json()["detail"]
    row = Entry.objects.get(action="recorded_asked")
    assert (row.result, row.detail) == ("refused", {"reason": refused.json()["detail"]})


def test_what_nothing_records_is_said_and_no_look(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    Feed.objects.update(playback_url="")
    refused = asked(knock, "dispatcher", cameras["two"], call)
    assert refused.status_code == 409
    assert refused.json()["detail"] == "Nothing records this camera."


@pytest.mark.parametrize("camera", ["agency", "two"])
def test_a_closed_call_opens_nothing(
    knock: Knock, cameras: dict[str, Camera], call: Incident, camera: str
) -> None:
    Incident.registry.update(state="closed", closed_at=timezone.now())
    assert asked(knock, "dispatcher", cameras[camera], call).status_code == 409


def test_a_clip_is_given_as_it_was_kept_and_the_look_is_written_down(
    knock: Knock, clip: Item
) -> None:
    answer: Any = knock("dispatcher").get(f"/api/clips/{clip.pk}.mp4")
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == clip.sha256
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{clip.pk}.mp4"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    row = Entry.objects.get(action="clip_downloaded")
    assert row.incident_id == clip.incident_id
    assert row.detail == {"clip": str(clip.pk), "sha256": clip.sha256}


def test_an_officer_of_another_call_gets_no_clip(knock: Knock, clip: Item) -> None:
    assert knock("officer").get(f"/api/clips/{clip.pk}.mp4").status_code == 404
    assert not Entry.objects.filter(action__startswith="clip_").exists()


def test_a_call_names_the_clips_that_were_kept_for_it(knock: Knock, clip: Item) -> None:
    facts = knock("dispatcher").get(f"/api/incidents/{clip.incident_id}").json()
    [told] = facts["properties"]["clips"]
    assert (told["id"], told["camera"]) == (str(clip.pk), "agency")
    assert (told["sha256"], told["size"]) == (clip.sha256, len(FILM))
    assert told["begins_at"].startswith("2026-05-03T12:00:00")
    audited = knock("auditor").get(f"/api/incidents/{clip.incident_id}").json()
    assert audited["properties"]["clips"] == []
