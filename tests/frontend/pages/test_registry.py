"""The registrar's page: what waits, decisions and their refusals, and how far each mail is."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from registry.models import Camera, Entry, Notice, Owner
from registry.notices.sending import enqueue
from tests.cast import Knock


class Facts(HTMLParser):
    """Finds what the page tells its script."""

    told: Any = None
    inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = ("id", "page") in attrs

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.told, self.inside = json.loads(data), False


def registered(number: int, status: str = "pending", **given: Any) -> Camera:
    owner = Owner.objects.create(kind="resident", name="Ann Lee", email="ann@example.org")
    place = Point(-84.5, 38.05, srid=4326)
    return Camera.registry.create(
        number=number, name=f"Porch {number}", kind="resident", level=1, status=status,
        owner=owner, position=place, surveyed_position=place, **given,
    )  # fmt: skip


@pytest.fixture
def registrar(knock: Knock) -> Client:
    return knock("registrar")


def page(client: Client, **query: str) -> str:
    response = client.get("/registry", query)
    assert response.status_code == 200
    return response.content.decode()


def test_what_waits_the_longest_is_open_and_another_may_be_chosen(registrar: Client) -> None:
    first, second = registered(1), registered(2)
    shown = page(registrar)
    assert '<h2 id="chosen-name">1 · Porch 1</h2>' in shown
    assert "ann@example.org" in shown
    assert "same pole or wall" in shown
    assert '<h2 id="chosen-name">2 · Porch 2</h2>' in page(registrar, camera=str(second.pk))
    read = Entry.objects.filter(action="registration_read").order_by("pk")
    assert list(read.values_list("subject_id", flat=True)) == [str(first.pk), str(second.pk)]


def test_the_map_is_told_what_waits_and_what_is_near(registrar: Client) -> None:
    registered(1), registered(2, status="approved")
    facts = Facts()
    facts.feed(page(registrar))
    assert [each["number"] for each in facts.told["waiting"]] == [1]
    assert [each["number"] for each in facts.told["near"]] == [2]


def test_an_empty_queue_says_so(registrar: Client) -> None:
    assert "No registration waits." in page(registrar)


def test_an_accepted_one_leaves_the_queue_and_can_be_put_back(registrar: Client) -> None:
    camera = registered(1)
    answer = registrar.post("/registry", {"do": "accept", "camera": camera.pk})
    assert (answer.status_code, answer["Location"]) == (302, "/registry")
    shown = page(registrar)
    assert 'data-rows="waiting"' not in shown
    assert 'data-rows="lately"' in shown
    assert "The owner is told at" in shown
    registrar.post("/registry", {"do": "undo"})
    shown = page(registrar)
    assert 'data-rows="waiting"' in shown
    assert "The owner is told at" not in shown


def test_who_was_asked_waits_apart_until_something_changes(registrar: Client) -> None:
    camera = registered(1)
    registrar.post("/registry", {"do": "ask", "camera": camera.pk, "reason": "place"})
    assert 'data-rows="asked"' in page(registrar)
    Camera.registry.get(pk=camera.pk).save()
    shown = page(registrar)
    assert 'data-rows="waiting"' in shown
    assert "Changed since it was" in shown


def test_words_are_kept_where_the_reason_is_missing(registrar: Client) -> None:
    camera = registered(1)
    answer = registrar.post(
        "/registry", {"do": "decline", "camera": camera.pk, "words": "<b>Sorry"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Pick a reason." in shown
    assert "&lt;b&gt;Sorry</textarea>" in shown
    assert '<details id="decline" open>' in shown


@pytest.mark.parametrize("camera", ["", "nothing", "00000000-0000-4000-8000-000000000000"])
def test_what_does_not_wait_cannot_be_decided(registrar: Client, camera: str) -> None:
    answer = registrar.post("/registry", {"do": "accept", "camera": camera})
    assert answer.status_code == 409


def test_a_failed_mail_says_why_and_is_sent_again(registrar: Client) -> None:
    camera = registered(1, status="draft")
    mail = enqueue(
        "box_silent", to="ann@example.org", about=("camera", str(camera.pk)),
        values={"box": "", "owner": "", "since": "", "page": ""},
    )  # fmt: skip
    assert "Mail queued" in page(registrar)
    Notice.objects.update(next_try_at=None, last_error="no such user")
    shown = page(registrar)
    assert "Mail failed" in shown
    assert "no such user" in shown
    registrar.post("/registry", {"do": "resend", "notice": mail.pk})
    assert "Mail queued" in page(registrar)


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_whoever_looks_after_registrars_sees_how_far_it_is_and_no_place(
    knock: Knock, role: str
) -> None:
    registered(1)
    shown = page(knock(role))
    assert "Camera 1" in shown
    for secret in ("Porch", "ann@", "Ann", "84.5", "38.05", 'id="map"', "accept"):
        assert secret not in shown
    assert not Entry.objects.filter(action="registration_read").exists()


@pytest.mark.parametrize("role", ["administrator", "auditor", "dispatcher", "owner"])
def test_only_a_registrar_decides(knock: Knock, role: str) -> None:
    camera = registered(1)
    assert knock(role).post("/registry", {"do": "accept", "camera": camera.pk}).status_code == 404
    camera.refresh_from_db()
    assert camera.status == "pending"


def test_a_stranger_is_shown_the_way_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/registry").status_code == 302
