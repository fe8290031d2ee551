"""An owner asked each time: one mail, one answer, a camera open for a while and for one call."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.access.facts import Actor, Capability
from registry.feeds.readers import reader
from registry.incidents import asking, closing
from registry.incidents.asked import asked
from registry.incidents.looking import look
from registry.incidents.refusals import (
    AskedAlready,
    AskedEnough,
    NoAddress,
    NotAskable,
    QuestionOver,
    UnknownIncident,
)
from registry.models import Agency, Camera, Entry, Grant, Incident, Notice, Owner, Question, User
from registry.owners.acting import Acting

HERE = Point(-84.5, 38.04)


@pytest.fixture
def dana(cast: dict[str, User]) -> Actor:
    return reader(cast["dispatcher"])


@pytest.fixture
def owner(cast: dict[str, User]) -> Owner:
    return Owner.objects.create(
        kind="business", name="Bakery", email="b@example.org", language="es"
    )


@pytest.fixture
def camera(owner: Owner, cast: dict[str, User]) -> Camera:
    camera = Camera.registry.create(
        number=1, name="Door", kind="business", level=2, owner=owner, position=HERE,
        surveyed_position=HERE,
    )  # fmt: skip
    Grant.objects.create(
        owner=owner, camera=camera, agency=Agency.objects.get(),
        capabilities=["still", "live"], condition="ask",
        valid_from=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    return camera


@pytest.fixture
def call(db: None) -> Incident:
    return a_call("1")


def a_call(number: str, **facts: Any) -> Incident:
    now = timezone.now()
    usual: dict[str, Any] = {
        "source": "cad", "external_id": number, "number": number, "kind": "armed_robbery",
        "priority": 1, "position": HERE, "state": "open", "reported_at": now, "updated_at": now,
    }  # fmt: skip
    return Incident.registry.create(**usual | facts)


def is_open(dana: Actor, call: Incident, camera: Camera) -> bool:
    seen = look(dana, call.pk, [camera.pk], Capability.LIVE).get(camera.pk)
    return bool(seen and seen.allowed)


def yes(question: Question) -> Question:
    return asking.answer(question.pk, yes=True, by=Acting.of(question.grant.owner))


def test_a_yes_opens_this_camera_for_this_call_and_a_stop_shuts_it(
    dana: Actor, call: Incident, camera: Camera
) -> None:
    other = a_call("2")
    assert not is_open(dana, call, camera)
    question = asking.ask(call.pk, camera.pk, by=dana)
    assert not is_open(dana, call, camera)
    told = yes(question)
    assert told.opens_until
    assert told.opens_from
    assert told.opens_until - told.opens_from == timedelta(minutes=15)
    assert is_open(dana, call, camera)
    assert not is_open(dana, other, camera)
    asking.stop(question.pk, by=Acting.of(camera.owner))
    assert not is_open(dana, call, camera)
    deeds = Entry.objects.filter(subject_id=camera.pk, action__startswith="owner_")
    assert list(deeds.order_by("id").values_list("action", "role")) == [
        ("owner_asked", "dispatcher"), ("owner_answered", "owner"), ("owner_stopped", "owner"),
    ]  # fmt: skip


def test_it_ends_by_itself_with_the_call_and_with_the_owners_words(
    dana: Actor, call: Incident, camera: Camera
) -> None:
    yes(asking.ask(call.pk, camera.pk, by=dana))
    Question.objects.update(opens_until=timezone.now())
    assert not is_open(dana, call, camera)
    Question.objects.update(opens_until=timezone.now() + timedelta(minutes=5))
    Grant.objects.update(valid_to=timezone.now())
    assert not is_open(dana, call, camera)
    Grant.objects.update(valid_to=None)
    assert is_open(dana, call, camera)
    closing.close(call.pk, by=dana)
    closing.reopen(call.pk, by=dana)
    assert not is_open(dana, call, camera)


def test_the_owner_is_written_to_in_their_language_and_without_the_address(
    dana: Actor, call: Incident, camera: Camera
) -> None:
    Incident.registry.update(address="7 Hidden Lane")
    asking.ask(call.pk, camera.pk, by=dana)
    notice = Notice.objects.get()
    assert (notice.kind, notice.language, notice.to) == ("ask", "es", "b@example.org")
    assert "armed robbery" in notice.subject
    assert "Hidden" not in notice.body
    assert "/ask/" in notice.body


def test_an_owner_is_not_pestered(dana: Actor, call: Incident, camera: Camera) -> None:
    first = asking.ask(call.pk, camera.pk, by=dana)
    with pytest.raises(AskedAlready):
        asking.ask(call.pk, camera.pk, by=dana)
    Question.objects.update(expires_at=timezone.now())
    with pytest.raises(QuestionOver):
        yes(first)
    second = asking.ask(call.pk, camera.pk, by=dana)
    first.refresh_from_db()
    assert first.answer == "none"
    asking.answer(second.pk, yes=False, by=Acting.of(camera.owner))
    with pytest.raises(AskedEnough, match="said no"):
        asking.ask(call.pk, camera.pk, by=dana)
    assert Notice.objects.count() == 2


def test_silence_is_no_invitation(dana: Actor, call: Incident, camera: Camera) -> None:
    for _ in range(3):
        asking.ask(call.pk, camera.pk, by=dana)
        Question.objects.update(expires_at=timezone.now())
    with pytest.raises(AskedEnough, match="often enough"):
        asking.ask(call.pk, camera.pk, by=dana)


def test_only_what_waits_for_a_yes_is_asked_for(
    dana: Actor, call: Incident, camera: Camera, cast: dict[str, User]
) -> None:
    with pytest.raises(UnknownIncident):  # not assigned
        asking.ask(call.pk, camera.pk, by=reader(cast["officer"]))
    Owner.objects.update(email="")
    with pytest.raises(NoAddress):
        asking.ask(call.pk, camera.pk, by=dana)
    Grant.objects.update(condition="always")
    with pytest.raises(NotAskable):
        asking.ask(call.pk, camera.pk, by=dana)
    far = a_call("2", position=Point(-84.4, 38.04))
    Grant.objects.update(condition="ask")
    with pytest.raises(NotAskable):
        asking.ask(far.pk, camera.pk, by=dana)


def test_a_call_tells_how_it_stands(
    dana: Actor, call: Incident, camera: Camera, cast: dict[str, User]
) -> None:
    def state() -> str:
        [told] = asked(dana, call.pk)
        assert told.camera == str(camera.pk)
        return told.state

    assert state() == "ask"
    question = asking.ask(call.pk, camera.pk, by=dana)
    assert state() == "asked"
    yes(question)
    assert state() == "open"
    asking.stop(question.pk, by=Acting.of(camera.owner))
    assert state() == "ask"
    asking.answer(asking.ask(call.pk, camera.pk, by=dana).pk, yes=False, by=Acting.of(camera.owner))
    assert state() == "no"
    assert asked(reader(cast["auditor"]), call.pk) == []
