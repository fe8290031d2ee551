"""The page an owner is asked on: only a button answers, and a box's camera is its box's."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from registry.feeds.readers import reader
from registry.incidents import asking
from registry.models import Agency, Box, BoxCamera, Camera, Grant, Incident, Owner, Question, User
from registry.owners import links
from tests.cast import Knock
from tests.frontend.api.knocking import post

HERE = Point(-84.5, 38.04)


@pytest.fixture
def camera(cast: dict[str, User]) -> Camera:
    owner = Owner.objects.create(kind="business", name="Bakery", email="b@example.org")
    camera = Camera.registry.create(
        number=1, name="Bakery door", kind="business", level=2, owner=owner, position=HERE,
        surveyed_position=HERE,
    )  # fmt: skip
    Grant.objects.create(
        owner=owner, camera=camera, agency=Agency.objects.get(), capabilities=["still"],
        condition="ask", valid_from=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    return camera


@pytest.fixture
def call(db: None) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad", external_id="1", number="1", kind="robbery", priority=1, position=HERE,
        address="7 Hidden Lane", state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


@pytest.fixture
def question(camera: Camera, call: Incident, cast: dict[str, User]) -> Question:
    return asking.ask(call.pk, camera.pk, by=reader(cast["dispatcher"]))


@pytest.fixture
def page(question: Question) -> str:
    owner = question.grant.owner
    return f"/ask/{links.make(owner, 'ask', about=str(question.pk), lasts=timedelta(minutes=9))}"


def answer(question: Question) -> str:
    question.refresh_from_db()
    return question.answer


def test_opening_the_link_answers_nothing(question: Question, page: str) -> None:
    shown = Client().get(page)
    assert b"Yes, for this call" in shown.content
    assert b"Hidden" not in shown.content
    assert shown["Referrer-Policy"] == "strict-origin"
    assert shown["Cache-Control"] == "no-store"
    assert answer(question) == ""


def test_yes_then_stop(question: Question, page: str) -> None:
    owner = Client()
    shown = owner.post(page, {"do": "yes"}, follow=True)
    assert b"Stop now" in shown.content
    assert answer(question) == "yes"
    shown = owner.post(page, {"do": "stop"}, follow=True)
    assert b"closed again" in shown.content
    assert owner.post(page, {"do": "stop"}).status_code == 410
    assert owner.post(page, {"do": "yes"}).status_code == 410


def test_no_stays_no(question: Question, page: str) -> None:
    shown = Client().post(page, {"do": "no"}, follow=True)
    assert b"You said no" in shown.content
    assert Client().post(page, {"do": "yes"}).status_code == 410
    assert answer(question) == "no"


def test_a_link_of_another_purpose_or_owner_asks_nothing(question: Question) -> None:
    lasts = timedelta(minutes=9)
    other = Owner.objects.create(kind="resident", name="Other")
    about = str(question.pk)
    wrong = [
        links.make(question.grant.owner, "keep", about=about, lasts=lasts),
        links.make(other, "ask", about=about, lasts=lasts),
        links.make(other, "ask", about=str(UUID(int=7)), lasts=lasts),
    ]
    for token in wrong:
        assert Client().get(f"/ask/{token}").status_code == 404
        assert Client().post(f"/ask/{token}", {"do": "yes"}).status_code == 404


def test_at_a_boxs_camera_the_centre_takes_no_yes(
    question: Question, page: str, cast: dict[str, User]
) -> None:
    box = Box.objects.create(owner=question.grant.owner, name="Box", key=b"k" * 32)
    BoxCamera.objects.create(
        box=box, key=question.pk, name="Door", terms={}, camera=question.camera,
        accepted_at=timezone.now(), accepted_by=cast["registrar"],
    )  # fmt: skip
    shown = Client().get(page)
    assert b"only the box can open it" in shown.content
    assert b"Yes, for this call" not in shown.content
    assert Client().post(page, {"do": "yes"}).status_code == 422
    assert answer(question) == ""


def test_responders_ask_and_the_call_says_how_it_stands(
    knock: Knock, camera: Camera, call: Incident
) -> None:
    address = f"/api/cameras/{camera.pk}/ask"
    body = {"incident": str(call.pk)}
    assert post(knock("planner"), address, body).status_code == 404
    assert post(knock("officer"), address, body).status_code == 404  # not assigned
    assert post(knock("dispatcher"), address, body).status_code == 201
    again = post(knock("dispatcher"), address, body)
    assert again.status_code == 409
    assert again.json()["title"] == "Asked already"
    told = knock("dispatcher").get(f"/api/incidents/{call.pk}").json()["properties"]["asked"]
    assert [(each["camera"], each["state"]) for each in told] == [(str(camera.pk), "asked")]


def test_dispatch_extends_a_panic_alarm_for_a_reason_and_ends_it(
    knock: Knock, call: Incident
) -> None:
    Incident.registry.update(kind="panic", panic_until=timezone.now())
    address = f"/api/incidents/{call.pk}/panic"
    assert post(knock("dispatcher"), address, {"do": "extend"}).status_code == 422
    said = {"do": "extend", "reason": "still searching"}
    assert post(knock("officer"), address, said).status_code == 404
    assert post(knock("dispatcher"), address, said).status_code == 200
    call.refresh_from_db()
    assert call.occasion().panic_until == call.panic_until
    assert call.panic_until
    assert call.panic_until > timezone.now()
    assert post(knock("supervisor"), address, {"do": "end"}).status_code == 200
    call.refresh_from_db()
    assert call.panic_until <= timezone.now()
