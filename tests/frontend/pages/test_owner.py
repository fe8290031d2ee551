"""An owner comes in by mail, reads who looked, takes it back and leaves; nobody else does."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point
from django.test import Client
from django.utils import timezone

from frontend.pages import owner_signin
from registry.cameras.placing import place_now
from registry.models import Building, Camera, Dispute, Entry, Grant, Notice, Owner, Street
from registry.ownership import pausing, withholding
from tests.registry.ownership.conftest import PLACE, Scene, scene

__all__ = ["scene"]


@pytest.fixture
def page(scene: Scene, client: Client) -> Client:
    """Be Ida, signed in."""
    assert scene.owner.user is not None
    client.force_login(scene.owner.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(scene: Scene) -> str:
    return f"/owner/cameras/{scene.camera.pk}"


def test_the_answer_is_the_same_whether_the_address_is_known(scene: Scene, client: Client) -> None:
    answers = [
        client.post("/owner/signin", {"email": address}).content.decode()
        for address in (scene.owner.email, "nobody@example.org")
    ]
    known, unknown = (text.split("<main")[1].split("</main>")[0] for text in answers)
    assert known == unknown
    assert Notice.objects.count() == 1


def test_asking_too_often_is_told_to_wait(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner_signin, "MOST", 1)
    # Of three, two fall into the same stretch of time, whatever the clock says.
    answers = [client.post("/owner/signin", {"email": "a@example.org"}) for _ in range(3)]
    assert 429 in [answer.status_code for answer in answers]


def test_opening_the_link_does_nothing_and_the_button_signs_in_once(
    scene: Scene, client: Client
) -> None:
    client.post("/owner/signin", {"email": scene.owner.email})
    [line] = [line for line in Notice.objects.get().body.splitlines() if "/owner/enter/" in line]
    link = line[line.index("/owner/enter/") :]
    shown = client.get(link)
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert client.get("/owner").headers["Location"] == "/owner/signin"
    assert client.post(link).headers["Location"] == "/owner"
    assert scene.camera.name in client.get("/owner").content.decode()
    assert Client().post(link).status_code == 404
    signed_in = Entry.objects.get(action="signed in")
    assert (signed_in.basis, signed_in.client) == ("mail", "")


def test_the_page_draws_what_the_camera_sees_and_says_who_may_look(
    scene: Scene, page: Client
) -> None:
    house = Point(PLACE.x + 0.0004, PLACE.y, srid=4326).buffer(0.0001)
    Building.objects.create(source="t", external_id="1", footprint=MultiPolygon(house), height=5)
    Street.objects.create(
        source="t", external_id="1", name="Main Street",
        line=MultiLineString(LineString((PLACE.x - 1, PLACE.y), (PLACE.x + 1, PLACE.y))),
    )  # fmt: skip
    place_now([scene.camera.pk])
    shown = page.get("/owner").content.decode()
    assert shown.count(' d="M') == 3
    assert "for calls of priority 2 or more urgent within 200 m" in shown
    assert Entry.objects.filter(action="owner_page_read").count() == 1


def test_every_look_is_told_with_agency_number_and_purpose(scene: Scene, page: Client) -> None:
    scene.look()
    scene.look("live_closed", detail={"seconds": 61})
    shown = " ".join(page.get(at(scene)).content.decode().split())
    for words in (
        "Watched live video · 1 min 1 s",
        f"{scene.agency.name} · a dispatcher",
        "26-0001",
        "Call for service",
    ):
        assert words in shown
    assert "dana" not in shown


def test_what_is_withheld_is_said_and_its_number_is_not(scene: Scene, page: Client) -> None:
    scene.look()
    held = withholding.withhold(scene.call.pk, case="C", reason="R", days=9, by=scene.ivan)
    shown = page.get(at(scene)).content.decode()
    assert f"1 withheld until {timezone.localdate(held.until)}" in shown
    assert "26-0001" not in shown


def test_taking_back_shows_the_policy_closed(scene: Scene, page: Client) -> None:
    assert "verdict open" in page.post(at(scene), {"do": "test"}).content.decode()
    went = page.post(at(scene), {"do": "take_back", "agency": str(scene.agency.pk)})
    shown = page.get(went.headers["Location"]).content.decode()
    assert "Nobody was looking." in shown
    assert "verdict open" not in shown


def test_a_pause_is_said_and_ended(scene: Scene, page: Client) -> None:
    until = timezone.localdate() + timedelta(days=9)
    page.post("/owner", {"do": "pause", "until": str(until)})
    assert f"until {until}" in page.get("/owner").content.decode()
    page.post("/owner", {"do": "resume"})
    assert Owner.objects.get().paused_until is None
    assert page.post("/owner", {"do": "pause", "until": "2020-01-01"}).status_code == 422


def test_a_change_of_place_is_told_to_wait(scene: Scene, page: Client) -> None:
    facts = {"do": "change", "name": "Gate", "hfov": "80", "range": "60", "azimuth": "90"}
    there = {"lng": str(PLACE.x + 0.01), "lat": str(PLACE.y)}
    assert page.post(at(scene), facts | there).status_code == 302
    assert "waits until somebody" in page.get(at(scene)).content.decode()
    assert page.post(at(scene), facts | there | {"hfov": "nan"}).status_code == 422


def test_an_objection_is_answered_by_the_auditor_and_read_by_the_owner(
    scene: Scene, page: Client, knock: object
) -> None:
    entry = scene.look()
    page.post(at(scene), {"do": "dispute", "entry": str(entry), "words": "Why mine?"})
    auditor = knock("auditor")  # type: ignore[operator]
    assert "Why mine?" in auditor.get("/disputes").content.decode()
    made = Dispute.objects.get()
    auditor.post("/disputes", {"dispute": str(made.pk), "reply": "A robbery next door."})
    assert "A robbery next door." in page.get("/owner").content.decode()


def test_an_investigator_withholds_and_lets_go(scene: Scene, knock: object) -> None:
    investigator = knock("investigator")  # type: ignore[operator]
    asked = {"do": "withhold", "number": "26-0001", "case": "C-9", "reason": "R", "days": "7"}
    assert investigator.post("/withheld", asked).status_code == 302
    assert "C-9" in investigator.get("/withheld").content.decode()
    assert investigator.post("/withheld", asked | {"days": "99"}).status_code == 422
    investigator.post("/withheld", {"do": "lift", "incident": str(scene.call.pk)})
    assert "Nothing is withheld." in investigator.get("/withheld").content.decode()


def test_everything_can_be_taken_along_and_then_deleted(scene: Scene, page: Client) -> None:
    zipped = page.post("/owner", {"do": "export"})
    archive = zipfile.ZipFile(io.BytesIO(zipped.content))
    assert json.loads(archive.read("everything.json"))["owner"]["name"] == scene.owner.name
    assert page.post("/owner", {"do": "leave", "typed": "no"}).status_code == 422
    assert "It is done" in page.post("/owner", {"do": "leave", "typed": "DELETE"}).content.decode()
    assert page.get("/owner").headers["Location"] == "/owner/signin"
    assert Camera.registry.get().status == "retired"
    assert Grant.objects.filter(valid_to=None).count() == 0


def test_it_speaks_spanish(scene: Scene, page: Client) -> None:
    pausing.pause(scene.owner, timezone.now() + timedelta(days=2), by=scene.ida)
    page.cookies["django_language"] = "es"
    shown = page.get("/owner").content.decode()
    assert "Sus cámaras" in shown
    fortnight = timezone.localdate() + timedelta(days=14)
    assert f'value="{fortnight}"' in shown  # a date field reads no other form, in any language
    assert "Quién puede mirar" in page.get(at(scene)).content.decode()
