"""An owner's conditions in the page: said, tried, changed, undone; never another's camera."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.edge.terms import Terms
from registry.feeds.readers import reader
from registry.incidents import asking
from registry.models import Agency, Box, BoxCamera, Camera, Grant, Incident, Owner, User
from tests.cast import Knock

HERE = Point(-84.5, 38.04)
STILLS = {"capabilities": ["still"], "condition": "always", "max_session_min": "15"}


@pytest.fixture
def camera(cast: dict[str, User]) -> Camera:
    owner = Owner.objects.create(kind="business", name="Bakery", user=cast["owner"])
    return Camera.registry.create(
        number=1, name="Bakery door", kind="business", level=2, owner=owner, position=HERE,
        surveyed_position=HERE,
    )  # fmt: skip


@pytest.fixture
def page(knock: Knock, camera: Camera) -> Client:
    return knock("owner")


def address(camera: Camera) -> str:
    return reverse("owner-conditions", args=[camera.pk])


def post(page: Client, camera: Camera, do: str, **said: Any) -> Any:
    agency = {"agency": str(Agency.objects.get().pk)}
    return page.post(address(camera), {"do": do, **agency, **said})


def test_a_rule_is_saved_said_as_a_sentence_and_undone(page: Client, camera: Camera) -> None:
    assert post(page, camera, "save", **STILLS).status_code == 302
    shown = page.get(address(camera))
    assert b"may see still pictures at any hour" in shown.content
    undo = shown.context["shown"]["undo"]
    assert post(page, camera, "undo", change=undo).status_code == 302
    assert b"Nobody may look through this camera." in page.get(address(camera)).content
    assert Grant.objects.get().valid_to is not None


def test_a_changed_rule_takes_the_place_of_the_one_before(page: Client, camera: Camera) -> None:
    post(page, camera, "save", **STILLS)
    held = Grant.objects.get()
    form = page.get(address(camera), {"change": str(held.pk)}).context["shown"]["form"]
    assert form.initial["condition"] == "always"
    urgent = {"condition": "priority", "priority_at_most": "2", "within": "100"}
    post(page, camera, "save", **STILLS | urgent, instead_of=str(held.pk))
    now = Grant.objects.get(valid_to=None)
    assert (now.condition, now.priority_at_most, now.within) == ("priority", 2, 100.0)


def test_hours_without_hours_are_refused_in_the_form(page: Client, camera: Camera) -> None:
    refused = post(page, camera, "save", **STILLS | {"condition": "hours"})
    assert refused.status_code == 422
    assert "Say from when until when." in refused.content.decode()
    assert not Grant.objects.exists()


def test_a_rule_is_tried_on_past_calls_before_it_is_said(page: Client, camera: Camera) -> None:
    at = timezone.now() - timedelta(days=3)
    for number, priority in enumerate((1, 2, 4)):
        Incident.registry.create(
            source="list", external_id=str(number), number=f"N-{number}", kind="burglary",
            priority=priority, address="7 Hidden Lane", position=HERE, state="closed",
            reported_at=at, updated_at=at, closed_at=at,
        )  # fmt: skip
    urgent = {"condition": "priority", "priority_at_most": "2"}
    tried = post(page, camera, "try", **STILLS | urgent)
    told = tried.content.decode()
    assert "would have been opened 2 times" in told
    assert "Hidden Lane" not in told
    assert "N-1" not in told
    assert not Grant.objects.exists()


def test_it_is_said_in_spanish_too(page: Client, camera: Camera) -> None:
    post(page, camera, "save", **STILLS)
    shown = page.get(address(camera), headers={"Accept-Language": "es"})
    assert "puede ver imágenes fijas" in shown.content.decode()


def test_another_owners_camera_is_not_there(page: Client, camera: Camera) -> None:
    camera.owner = Owner.objects.create(kind="business", name="Other")
    camera.save()
    assert page.get(address(camera)).status_code == 404
    assert post(page, camera, "save", **STILLS).status_code == 404


def test_what_was_asked_is_answered_and_stopped_here_too(
    page: Client, camera: Camera, cast: dict[str, User]
) -> None:
    post(page, camera, "save", **STILLS | {"condition": "ask"})
    Owner.objects.update(email="b@example.org")
    now = timezone.now()
    call = Incident.registry.create(
        source="cad", external_id="1", number="1", kind="armed_robbery", priority=1, position=HERE,
        state="open", reported_at=now, updated_at=now,
    )  # fmt: skip
    question = str(asking.ask(call.pk, camera.pk, by=reader(cast["dispatcher"])).pk)
    assert b"asks to look now, for a call: armed robbery" in page.get(address(camera)).content
    assert post(page, camera, "yes", question=question).status_code == 302
    assert b"You said yes to" in page.get(address(camera)).content
    assert post(page, camera, "stop", question=question).status_code == 302
    assert post(page, camera, "yes", question=question).status_code == 410


def test_of_a_boxs_camera_less_may_be_said_here_and_more_only_at_the_box(
    page: Client, camera: Camera
) -> None:
    box = Box.objects.create(owner=camera.owner, name="Box", key=b"k" * 32)
    switch = Terms(capabilities=frozenset({"still"}), condition="priority", priority_at_most=2)
    BoxCamera.objects.create(
        box=box, key=camera.pk, name="Door", terms=switch.said(), camera=camera,
        accepted_at=timezone.now(), accepted_by=User.objects.get(username="registrar"),
    )  # fmt: skip
    refused = post(page, camera, "save", **STILLS)
    assert refused.status_code == 409
    assert "Your own box does not open this much" in refused.content.decode()
    less = {"condition": "priority", "priority_at_most": "1"}
    assert post(page, camera, "save", **STILLS | less).status_code == 302
    wider = timezone.now()
    Grant.objects.update(valid_to=wider, condition="always")  # the box itself said less, just now
    assert post(page, camera, "undo", change=wider.isoformat()).status_code == 409
    assert not Grant.objects.filter(valid_to=None).exists()
