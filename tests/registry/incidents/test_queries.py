"""Which calls a reader may read, and what a call says of itself to the policy."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.access.facts import MACHINE, Actor
from registry.models import Incident, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return User.objects.create(username="olga", role=Role.OFFICER)


@pytest.fixture
def calls(officer: User) -> list[Incident]:
    """The officer's own, from the CAD, and another from elsewhere."""
    now = timezone.now()
    made = [
        Incident.registry.create(
            source=source, external_id="1", number="1", kind="fire", priority=2, state="open",
            position=Point(-84.5, 38.0), reported_at=now, updated_at=now,
        )
        for source in ("CAD", "county")
    ]  # fmt: skip
    made[0].assigned.add(officer)
    return made


def read_by(role: str, **facts: object) -> set[Incident]:
    return set(Incident.open_to(Actor(role=role, **facts)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "role", ["dispatcher", "supervisor", "investigator", "administrator", "auditor"]
)
def test_who_works_with_calls_reads_them_all(calls: list[Incident], role: str) -> None:
    assert read_by(role) == set(calls)


@pytest.mark.parametrize("role", ["planner", "registrar", "owner", "stranger", "machine"])
def test_who_does_not_reads_none(calls: list[Incident], role: str) -> None:
    assert read_by(role) == set()


def test_an_officer_reads_their_own(calls: list[Incident], officer: User) -> None:
    assert read_by("officer", user_id=officer.pk) == {calls[0]}
    assert read_by("officer", user_id=officer.pk + 1) == set()


def test_a_machine_reads_back_what_it_reported(calls: list[Incident]) -> None:
    scopes = frozenset({"incidents"})
    assert read_by(MACHINE, name="county", scopes=scopes) == {calls[1]}


def test_nothing_is_exigent_without_a_typed_reason(calls: list[Incident], officer: User) -> None:
    by_hand = calls[0]
    by_hand.provisional = by_hand.exigent = True
    by_hand.exigent_reason = "  "
    assert not by_hand.occasion().exigent
    by_hand.exigent_reason = "shots heard"
    occasion = by_hand.occasion()
    assert (occasion.exigent, occasion.assigned) == (True, frozenset({officer.pk}))
