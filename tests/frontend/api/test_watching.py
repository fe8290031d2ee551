"""A pass is signed for what is open to the reader, for this call, and written down first."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from registry.feeds.passes import Use, read
from registry.models import Camera, Entry, Grant, Incident, Owner, User
from tests.cast import Knock

HERE = Point(-84.5, 38.05, srid=4326)


@pytest.fixture
def call(cast: dict[str, User]) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad",
        external_id="1",
        number="1",
        kind="shots",
        priority=1,
        position=HERE,
        state="open",
        reported_at=now,
        updated_at=now,
    )


@pytest.fixture
def cameras(cast: dict[str, User]) -> dict[str, Camera]:
    agency = cast["dispatcher"].agency
    assert agency
    city = Owner.objects.create(kind="agency", name="City", agency=agency)
    shop = Owner.objects.create(kind="business", name="Shop")
    made = {}
    for number, (name, owner, level) in enumerate(
        [("agency", city, 0), ("two", shop, 2), ("one", shop, 1)], start=9001
    ):
        made[name] = Camera.registry.create(
            number=number,
            name=name,
            kind="traffic" if level == 0 else "business",
            level=level,
            owner=owner,
            position=HERE,
            surveyed_position=HERE,
        )
    Grant.objects.create(
        owner=shop,
        camera=made["two"],
        agency=agency,
        capabilities=["still"],
        condition="always",
        valid_from=timezone.now() - timedelta(days=1),
    )
    return made


def ask(client: Client, *cameras: Camera, call: Incident | None) -> dict[str, list[dict[str, str]]]:
    response = client.post(
        "/api/watch",
        {
            "incident": str(call.id) if call else None,
            "cameras": [str(camera.id) for camera in cameras],
        },
        content_type="application/json",
    )
    assert response.status_code == 200, response.content
    return dict(response.json())


def test_the_pass_names_the_cameras_that_are_open_and_no_other(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    answer = ask(knock("dispatcher"), *cameras.values(), call=call)
    given = read(str(answer["token"]), Use.WATCH)
    assert set(given.cameras) == {cameras["agency"].id, cameras["two"].id}
    assert given.incident == call.id
    (refused,) = answer["refused"]
    assert (refused["camera"], refused["state"]) == (str(cameras["one"].id), "request_only")


def test_without_a_call_a_private_camera_is_as_unknown_as_one_that_is_not(
    knock: Knock, cameras: dict[str, Camera]
) -> None:
    answer = ask(knock("dispatcher"), *cameras.values(), call=None)
    assert read(str(answer["token"]), Use.WATCH).cameras == (cameras["agency"].id,)
    assert answer["refused"] == []


def test_a_planner_gets_no_pictures(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    answer = ask(knock("planner"), *cameras.values(), call=None)
    assert read(str(answer["token"]), Use.WATCH).cameras == ()


def test_the_asking_is_written_down(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    ask(knock("dispatcher"), cameras["two"], call=call)
    entry = Entry.objects.get(action="thumbnails_asked")
    assert (entry.incident_id, entry.purpose) == (call.id, "call_for_service")
    assert entry.detail["cameras"] == [str(cameras["two"].id)]


@pytest.mark.parametrize("role", ["stranger", "machine"])
def test_who_is_no_person_gets_no_pass(knock: Knock, role: str) -> None:
    body = {"cameras": [str(uuid.uuid4())]}
    response = knock(role).post("/api/watch", body, content_type="application/json")
    assert response.status_code in {401, 404}


def test_an_unknown_call_is_not_found(knock: Knock, cameras: dict[str, Camera]) -> None:
    body = {"incident": str(uuid.uuid4()), "cameras": [str(cameras["agency"].id)]}
    response = knock("dispatcher").post("/api/watch", body, content_type="application/json")
    assert response.status_code == 404


@pytest.mark.parametrize("cameras", [[], ["x"], "all", [str(uuid.uuid4())] * 101, None])
def test_a_list_that_is_none_is_refused(knock: Knock, cameras: object) -> None:
    body = {"cameras": cameras}
    response = knock("dispatcher").post("/api/watch", body, content_type="application/json")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"].startswith("cameras")


def test_a_thumbnail_is_sent_on_with_a_pass_for_it_alone(
    knock: Knock, cameras: dict[str, Camera], call: Incident
) -> None:
    address = f"/thumbnails/{cameras['two'].id}.jpg?incident={call.id}"
    response = knock("dispatcher").get(address)
    assert response.status_code == 302
    given = read(response["Location"].partition("pass=")[2], Use.THUMBNAIL)
    assert given.cameras == (cameras["two"].id,)
    entry = Entry.objects.get(action="thumbnail_viewed")
    assert (entry.subject_id, entry.purpose) == (str(cameras["two"].id), "call_for_service")


@pytest.mark.parametrize(
    ("role", "camera", "with_call"),
    [
        ("dispatcher", "two", False),
        ("dispatcher", "one", True),
        ("planner", "agency", False),
        ("registrar", "two", True),
        ("owner", "agency", False),
    ],
)
def test_a_thumbnail_that_may_not_be_seen_is_not_there(
    knock: Knock,
    cameras: dict[str, Camera],
    call: Incident,
    role: str,
    camera: str,
    with_call: bool,
) -> None:
    address = f"/thumbnails/{cameras[camera].id}.jpg"
    address += f"?incident={call.id}" if with_call else ""
    refused = knock(role).get(address)
    unknown = knock(role).get(f"/thumbnails/{uuid.uuid4()}.jpg")
    assert refused.status_code == unknown.status_code == 404
    assert nameless(refused) == nameless(unknown)


def nameless(response: HttpResponseBase) -> bytes:
    """Give a body without the number that finds this one request in the log."""
    return response.getvalue().replace(response["X-Request-Id"].encode(), b"")
