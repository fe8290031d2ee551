"""The page of edge boxes: pair, accept, see how they are, revoke."""

import re
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.gis.geos import Point
from django.test import Client

from registry.edge.agent import keys
from registry.edge.agent.cameras import LocalCamera
from registry.edge.terms import Terms
from registry.edge.wire import proof_of_enrolment
from registry.models import Box, Camera, Feed, Grant, Owner, User
from tests.cast import Knock
from tests.frontend.media.boxed import ALWAYS, enrolled, heard, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast: dict[str, User]) -> Owner:
    return Owner.objects.create(kind="business", name="Bakery", user=cast["owner"])


@pytest.fixture
def box(owner: Owner, cast: dict[str, User]) -> Box:
    agency = cast["registrar"].agency
    assert agency
    return enrolled(owner, registrar(agency), Ed25519PrivateKey.generate())


def door_camera(terms: Terms = ALWAYS) -> LocalCamera:
    return replace(LocalCamera.at("rtsp://192.168.1.5/stream2", "Door"), terms=terms)


def test_an_owner_makes_a_code_and_their_box_joins_with_it(knock: Knock, owner: Owner) -> None:
    shown = knock("owner").post("/boxes", {"do": "code"}).content.decode()
    found = re.search(r"enrol http://testserver (\S+)<", shown)
    assert found
    key = Ed25519PrivateKey.generate()
    public = keys.public(key)
    sent = {
        "code": found.group(1), "key": public, "name": "Shop",
        "proof": key.sign(proof_of_enrolment(found.group(1), public)).hex(),
    }  # fmt: skip
    told = knock("stranger").post("/api/edge/enrol", sent, content_type="application/json")
    assert told.status_code == 200, told.content
    assert told.json()["line"].endswith("/edge")
    assert Box.objects.get(pk=told.json()["box"]).owner == owner
    again = knock("stranger").post("/api/edge/enrol", sent, content_type="application/json")
    assert again.status_code == 422


def test_a_program_without_a_cookie_may_enrol(knock: Knock) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"code": "x", "key": "0" * 64, "proof": "0" * 128, "name": "Shop"}
    told = client.post("/api/edge/enrol", sent, content_type="application/json")
    assert told.json()["title"] == "No such code"


def test_a_form_of_another_site_makes_no_code(knock: Knock, owner: Owner) -> None:
    client = knock("owner")
    client.handler.enforce_csrf_checks = True
    assert client.post("/boxes", {"do": "code"}).status_code == 403


def test_the_registrar_accepts_a_registered_camera_on_its_owners_terms(
    knock: Knock, box: Box
) -> None:
    place = Point(-84.5, 38.04)
    registered = Camera.registry.create(
        number=1, name="Front", kind="business", level=1, owner=box.owner,
        position=place, surveyed_position=place,
    )  # fmt: skip
    [held] = heard(box, door_camera())
    said = {"do": "accept", "held": str(held.pk), "camera": str(registered.pk)}
    assert knock("registrar").post("/boxes", said).status_code == 302
    registered.refresh_from_db()
    assert registered.level == 2
    assert Feed.objects.get(camera=registered).source == "edge"
    grant = Grant.objects.get(camera=registered)
    assert (grant.condition, grant.capabilities) == ("always", ["live", "still"])
    assert knock("registrar").post("/boxes", said).status_code == 409


def test_a_camera_nobody_registered_is_entered_where_it_stands(knock: Knock, box: Box) -> None:
    [held] = heard(box, door_camera())
    said = {"do": "accept", "held": str(held.pk), "camera": "", "lng": "-84.5", "lat": "north"}
    refused = knock("registrar").post("/boxes", said)
    assert refused.status_code == 422
    assert "Give longitude and latitude as numbers." in refused.content.decode()
    said |= {"lat": "38.04", "azimuth": "90"}
    assert knock("registrar").post("/boxes", said).status_code == 302
    camera = Camera.registry.get(name="Door")
    assert (camera.level, camera.azimuth, camera.owner) == (2, 90.0, box.owner)


def test_an_owner_cannot_accept_for_the_agency(knock: Knock, box: Box) -> None:
    [held] = heard(box, door_camera())
    said = {"do": "accept", "held": str(held.pk), "lng": "-84.5", "lat": "38.04"}
    assert knock("owner").post("/boxes", said).status_code == 404
    assert not Grant.objects.exists()


def test_an_owner_sees_and_revokes_only_their_own(
    knock: Knock, box: Box, cast: dict[str, User]
) -> None:
    agency = cast["registrar"].agency
    assert agency
    other = enrolled(
        Owner.objects.create(kind="business", name="Bank"),
        registrar(agency),
        Ed25519PrivateKey.generate(),
    )
    shown = knock("owner").get("/boxes").content.decode()
    assert "Bakery" in shown
    assert "Bank" not in shown
    refused = knock("owner").post("/boxes", {"do": "revoke", "box": str(other.pk)})
    assert refused.status_code == 404
    assert knock("owner").post("/boxes", {"do": "revoke", "box": str(box.pk)}).status_code == 302
    box.refresh_from_db()
    other.refresh_from_db()
    assert box.revoked_at
    assert not other.revoked_at


def test_names_a_box_makes_up_are_shown_as_text(knock: Knock, box: Box) -> None:
    heard(box, LocalCamera.at("rtsp://192.168.1.5/", "<script>alert(1)</script>"))
    shown = knock("registrar").get("/boxes").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
