"""An owner's words: versions that follow one another, and a way back."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.access.facts import Actor
from registry.models import Agency, Camera, Entry, Grant, Owner
from registry.owners import granting
from registry.owners.granting import Terms
from registry.owners.refusals import NothingToUndo, Paused, UnfitTerms, UnknownGrant
from registry.owners.sentences import sentence

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OLGA = Actor(role="owner", id="o", name="Olga")


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(name="City Police")


@pytest.fixture
def camera(agency: Agency) -> Camera:
    owner = Owner.objects.create(kind="business", name="Bakery", email="b@example.org")
    return Camera.registry.create(
        number=1, name="Door", kind="business", level=2, owner=owner, position=Point(0, 0),
        surveyed_position=Point(0, 0),
    )  # fmt: skip


@pytest.fixture
def terms(agency: Agency) -> Terms:
    return Terms(agency_id=agency.pk, capabilities=frozenset({"still"}), condition="always")


def say(camera: Camera, terms: Terms, instead_of: UUID | None = None) -> Grant:
    return granting.grant(
        camera.owner_id, camera.pk, terms, instead_of=instead_of, by=OLGA, request_id="r"
    )


def now_said(camera: Camera, at: datetime | None = None) -> list[Terms]:
    return [Terms.of(each) for each in granting.holding(camera.owner_id, camera.pk, at)]


def test_a_changed_word_ends_and_the_next_begins_at_the_same_moment(
    camera: Camera, terms: Terms
) -> None:
    first = say(camera, terms)
    urgent = replace(terms, condition="priority", priority_at_most=2, within=100.0)
    second = say(camera, urgent, first.pk)
    first.refresh_from_db()
    assert first.valid_to == second.valid_from
    assert now_said(camera) == [urgent]
    assert now_said(camera, first.valid_from) == [terms]
    rows = Entry.objects.filter(subject_id=camera.pk).order_by("id")
    assert [row.action for row in rows] == ["grant_made", "grant_changed"]
    assert rows[1].detail["terms"]["priority_at_most"] == 2


def test_what_a_condition_does_not_ask_for_is_not_kept(camera: Camera, terms: Terms) -> None:
    say(camera, replace(terms, priority_at_most=3, within=50.0, from_hour=time(8)))
    assert now_said(camera) == [terms]


def test_every_fault_is_named_at_once(camera: Camera, terms: Terms) -> None:
    wrong = replace(
        terms, capabilities=frozenset(), condition="priority", within=5.0, max_session_min=0
    )
    with pytest.raises(UnfitTerms) as refused:
        say(camera, wrong)
    fields = {fault.field for fault in refused.value.errors}
    assert fields == {"capabilities", "priority_at_most", "within", "max_session_min"}


def test_a_word_taken_back_may_be_undone_and_holds_anew_from_then_on(
    camera: Camera, terms: Terms
) -> None:
    said = say(camera, replace(terms, capabilities=frozenset({"recorded"})))
    Grant.objects.filter(pk=said.pk).update(valid_from=LONG_AGO)
    granting.withdraw(camera.owner_id, camera.pk, said.pk, by=OLGA)
    assert now_said(camera) == []
    change = granting.last_change(camera.owner_id, camera.pk)
    assert change
    granting.undo(camera.owner_id, camera.pk, change, by=OLGA)
    [again] = granting.holding(camera.owner_id, camera.pk)
    assert again.capabilities == ["recorded"]
    assert again.valid_from > change  # no recording from before it was said anew


def test_only_the_last_change_is_undone_and_only_for_a_while(camera: Camera, terms: Terms) -> None:
    first = say(camera, terms)
    say(camera, replace(terms, condition="never"), first.pk)
    with pytest.raises(NothingToUndo):
        granting.undo(camera.owner_id, camera.pk, first.valid_from, by=OLGA)
    past = timezone.now() - timedelta(minutes=11)
    Grant.objects.filter(valid_to=None).update(valid_from=past)
    Grant.objects.filter(pk=first.pk).update(valid_from=LONG_AGO, valid_to=past)
    assert granting.last_change(camera.owner_id, camera.pk) is None


def test_nobody_speaks_for_another_owners_camera(camera: Camera, terms: Terms) -> None:
    other = Owner.objects.create(kind="business", name="Other")
    with pytest.raises(UnknownGrant):
        granting.grant(other.pk, camera.pk, terms, by=OLGA)
    said = say(camera, terms)
    with pytest.raises(UnknownGrant):
        granting.withdraw(other.pk, camera.pk, said.pk, by=OLGA)
    with pytest.raises(UnknownGrant):
        say(camera, terms, instead_of=uuid4())


def test_while_cameras_are_paused_no_word_is_changed(camera: Camera, terms: Terms) -> None:
    Owner.objects.update(paused_until=timezone.now() + timedelta(days=1))
    with pytest.raises(Paused):
        say(camera, terms)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Police may see still pictures at any hour, while a call is open near it."),
        (
            {"capabilities": frozenset({"still", "live"}), "condition": "priority",
             "priority_at_most": 2, "within": 150.0},
            "Police may see still pictures and watch live video when a call of priority 2 or more"
            " urgent is open within 150 metres.",
        ),
        (
            {"condition": "hours", "from_hour": time(20), "until_hour": time(6)},
            "Police may see still pictures between 20:00 and 06:00, while a call is open near it.",
        ),
        (
            {"condition": "ask"},
            "Police may see still pictures when you say yes, asked each time, for 15 minutes.",
        ),
        ({"condition": "never"}, "Police may see nothing by this rule."),
    ],
)  # fmt: skip
def test_terms_are_said_as_a_sentence(terms: Terms, changed: dict[str, object], words: str) -> None:
    assert sentence(replace(terms, **changed), "Police") == words  # type: ignore[arg-type]
