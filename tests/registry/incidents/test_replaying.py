"""How often a camera would have been opened: the policy itself, on past calls, and no secrets."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point

from registry.incidents.models import Incident
from registry.incidents.replaying import replay, rule
from registry.owners.granting import Terms

LNG, LAT = -84.5, 38.04
AT = datetime(2026, 5, 3, 16, tzinfo=UTC)  # noon in New York
pytestmark = pytest.mark.django_db


def past(number: int, **facts: Any) -> Incident:
    usual: dict[str, Any] = {
        "source": "list", "external_id": str(number), "number": f"N-{number}", "kind": "theft",
        "priority": 2, "position": Point(LNG, LAT), "state": "closed", "reported_at": AT,
        "updated_at": AT, "closed_at": AT,
    }  # fmt: skip
    return Incident(**usual | facts)


def enter(*calls: Incident) -> None:
    Incident.registry.bulk_create(calls)


def terms(condition: str, **said: Any) -> Terms:
    return Terms(
        agency_id=UUID(int=1), capabilities=frozenset({"still"}), condition=condition, **said
    )


def count(*said: Terms) -> tuple[int, int]:
    found = replay(LNG, LAT, [rule(each) for each in said])
    return found.opened, found.asked


def test_each_condition_is_counted_as_it_would_have_been_decided() -> None:
    far = Point(LNG + 0.0015, LAT)  # 130 m
    enter(
        past(1, priority=1), past(2, priority=4), past(3, kind="panic"), past(4, position=far),
        past(5, provisional=True), past(6, reported_at=AT + timedelta(hours=10)),
    )  # fmt: skip
    assert count(terms("always")) == (6, 0)
    assert count(terms("never")) == (0, 0)
    assert count(terms("panic")) == (1, 0)
    assert count(terms("ask")) == (0, 6)
    assert count(terms("priority", priority_at_most=2, within=100.0)) == (3, 0)
    hours = {"from_hour": AT.time().replace(hour=20), "until_hour": AT.time().replace(hour=6)}
    assert count(terms("hours", **hours)) == (1, 0)  # 22:00 on the centre's clock
    assert count(terms("panic"), terms("ask")) == (1, 5)


def test_the_sample_ends_with_the_newest_call_that_is_known() -> None:
    enter(past(1), past(2, reported_at=AT - timedelta(days=91)))
    assert count(terms("always")) == (1, 0)


def test_a_call_whose_area_does_not_hold_the_camera_is_none_of_it() -> None:
    enter(past(1, position=Point(LNG + 0.01, LAT)))
    assert replay(LNG, LAT, [rule(terms("always"))]).considered == 0


def test_what_is_told_names_no_number_no_house_and_nobodys_family() -> None:
    spot = (LNG + 0.00031, LAT + 0.00017)
    enter(past(1, position=Point(*spot), kind="domestic_disturbance", address="7 Hidden Lane"))
    [told] = replay(LNG, LAT, [rule(terms("always"))]).told
    assert told.kind == ""
    assert (told.day, told.part) == (AT.date(), "afternoon")
    enter(past(2, position=Point(spot[0] + 0.0001, spot[1] + 0.0001)))
    both = replay(LNG, LAT, [rule(terms("always"))]).told
    assert len({(each.lng, each.lat) for each in both}) == 1  # neighbours look alike
    assert (both[0].lng, both[0].lat) != spot


def test_many_calls_are_all_counted_and_few_are_told() -> None:
    enter(*(past(number, priority=1 + number % 5) for number in range(100)))
    found = replay(LNG, LAT, [rule(terms("priority", priority_at_most=2, within=150.0))])
    assert (found.considered, found.opened, len(found.told)) == (100, 40, 40)
    found = replay(LNG, LAT, [rule(terms("always"))])
    assert (found.opened, len(found.told)) == (100, 50)
