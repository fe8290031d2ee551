"""A pass for live video: to whom the camera is open for this call, in words to everybody else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.evidence import stills
from registry.feeds.passes import Pass, Use, read
from registry.feeds.streaming import Taken
from registry.models import Camera, Entry, Grant, Incident, LiveView, Owner, User
from tests.cast import Knock
from tests.frontend.api.knocking import post

HERE = Point(-84.5, 38.05, srid=4326)
JPEG = b"\xff\xd8\xff a picture"


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
    Grant.objects.create(
        owner=shop, camera=made["two"], agency=agency, capabilities=["still", "live"],
        condition="always", valid_from=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    return made


def asked(knock: Knock, role: str, camera: Camera, call: Incident | None) -> Any:
    body = {"incident": str(call.pk) if call else None}
    return post(knock(role), f"/api/cameras/{camera.pk}/live", body)


def kept(cast: dict[str, User], camera: Camera, call: Incident) -> Any:
    user = str(cast["dispatcher"].pk)
    given = Pass(use=Use.LIVE, user=user, cameras=(camera.pk,), incident=call.pk)
    return stills.keep(given, Taken(JPEG, 1_700_000_000.0))


def test_the_pass_is_for_one_camera_one_person_and_one_call(
    knock: Knock, cast: dict[str, User], cameras: dict[str, Camera], call: Incident
) -> None:
    answer = asked(knock, "dispatcher", cameras["two"], call).json()
    given = read(answer["token"], Use.LIVE)
    assert given.cameras == (cameras["two"].pk,)
    assert (given.user, given.incident) == (str(cast["dispatcher"].pk), call.pk)
    assert answer["url"].endswith(f"/live/{cameras['two'].pk}")
    row = Entry.objects.get(action="live_asked")
    assert row.subject_id == str(cameras["two"].pk)
    assert row.basis.startswith("grant ")


def test_without_the_call_a_private_camera_is_unknown(
    knock: Knock, cameras: dict[str, Camera]
) -> None:
    assert asked(knock, "dispatcher", cameras["two"], None).status_code == 404


def test_a_condition_that_is_not_met_is_named(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    Grant.objects.update(condition="panic")
    refused = asked(knock, "dispatcher", cameras["two"], call)
    assert refused.status_code == 403
    assert "panic" in refused.json()["detail"]
    row = Entry.objects.get(action="live_asked")
    assert (row.result, row.detail) == ("refused", {"reason": refused.json()["detail"]})


def test_consent_to_stills_is_no_consent_to_live_video(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    Grant.objects.update(capabilities=["still"])
    refused = asked(knock, "dispatcher", cameras["two"], call)
    assert refused.status_code == 403
    assert "live video" in refused.json()["detail"]


@pytest.mark.parametrize("camera", ["agency", "two"])
def test_a_closed_call_opens_nothing(
    knock: Knock, cameras: dict[str, Camera], call: Incident, camera: str
) -> None:
    Incident.registry.update(state="closed", closed_at=timezone.now())
    assert asked(knock, "dispatcher", cameras[camera], call).status_code == 409


def test_a_fifth_camera_is_refused_and_one_more_look_at_the_fourth_is_not(
    knock: Knock, cast: dict[str, User], cameras: dict[str, Camera], call: Incident
) -> None:
    owner = cameras["agency"].owner
    for number in range(4):
        camera = Camera.registry.create(
            number=9100 + number, name="more", kind="traffic", level=0, owner=owner,
            position=HERE, surveyed_position=HERE,
        )  # fmt: skip
        LiveView.objects.create(
            camera=camera, user=cast["dispatcher"], until=datetime.now(UTC) + timedelta(minutes=1)
        )
    refused = asked(knock, "dispatcher", cameras["agency"], call)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("Four live pictures")
    assert asked(knock, "dispatcher", camera, call).status_code == 200
    LiveView.objects.filter(camera=camera).update(until=timezone.now())  # media died with it
    assert asked(knock, "dispatcher", cameras["agency"], call).status_code == 200


def test_a_call_tells_responders_who_looks_and_what_was_kept(
    knock: Knock, cast: dict[str, User], cameras: dict[str, Camera], call: Incident
) -> None:
    LiveView.objects.create(
        camera=cameras["agency"], user=cast["officer"], incident=call,
        until=timezone.now() + timedelta(minutes=1),
    )  # fmt: skip
    still = kept(cast, cameras["agency"], call)
    told = knock("dispatcher").get(f"/api/incidents/{call.pk}").json()["properties"]
    assert [each["camera"] for each in told["live"]] == ["agency"]
    assert [each["sha256"] for each in told["stills"]] == [still.sha256]
    assert told["evidence"] is None
    told = knock("auditor").get(f"/api/incidents/{call.pk}").json()["properties"]
    assert (told["live"], told["stills"]) == ([], [])
    assert told["evidence"] == f"/evidence?incident={call.pk}"


def test_a_kept_still_is_shown_to_whoever_may_read_its_call_and_written_down(
    knock: Knock, cast: dict[str, User], cameras: dict[str, Camera], call: Incident
) -> None:
    still = kept(cast, cameras["two"], call)
    address = f"/api/stills/{still.pk}.jpg"
    shown: Any = knock("investigator").get(address)
    assert b"".join(shown.streaming_content) == JPEG
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.get(action="still_viewed").detail["sha256"] == still.sha256
    assert knock("officer").get(address).status_code == 404  # not assigned to the call
    assert knock("planner").get(address).status_code == 404


def test_the_same_picture_is_kept_once(
    cast: dict[str, User], cameras: dict[str, Camera], call: Incident
) -> None:
    assert kept(cast, cameras["agency"], call) == kept(cast, cameras["agency"], call)
    assert Entry.objects.filter(action="still_kept").count() == 1
