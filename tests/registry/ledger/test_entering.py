"""Closed calls are entered with what was covered when they were reported."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents import closing
from registry.ledger import entering
from registry.ledger.entering import enter_closed, enter_missed
from registry.models import Incident, LedgerEntry, LiveView, Outcome, User
from tests.registry.incidents.calls import DANA, NOON
from tests.registry.ledger.closed import a_closed_call
from tests.tiles.scene import CORNER, at, box, camera, ended, owner
from tiles.around import Click, seeing

pytestmark = pytest.mark.django_db
ROUND = box(-10, -10, 10, 10)


def entry() -> LedgerEntry:
    enter_closed()
    return LedgerEntry.objects.get()


def test_the_best_agency_camera_counts_and_a_private_one_is_only_said_to_be() -> None:
    camera(0, -34, sees=ROUND)
    camera(0, -60, sees=ROUND)
    camera(0, -5, sees=ROUND, level=2, kind="business", owned_by=owner("business"))
    a_closed_call()
    made = entry()
    # 1920 px over 2 x tan 40° x 34 m: 33.6 px/m, which DORI calls detect
    assert (made.seen, made.cameras, made.level, made.private) == ("seen", 2, "detect", True)
    assert made.px_per_m == pytest.approx(33.6, abs=0.1)


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({"sees": box(30, 0, 60, 10)}, "approach"),
        ({"sees": box(90, 0, 95, 5), "reach": ROUND, "form": "ptz"}, "approach"),
        ({"reach": ROUND, "azimuth": None}, "approach"),
        ({"sees": box(90, 0, 95, 5)}, "near"),
        ({"sees": ROUND, "status": "retired"}, "none"),
        ({"sees": ROUND, "kind": "phone"}, "none"),
    ],
)
def test_the_classes_are_those_of_a_click(facts: dict[str, object], seen: str) -> None:
    camera(0, -34, **facts)  # type: ignore[arg-type]
    a_closed_call()
    assert entry().seen == seen
    auditor = Actor(role="dispatcher", id="d", name="Dana")
    answer = json.loads(seeing(auditor, Click(lng=CORNER[0], lat=CORNER[1], at_time=NOON)))
    clicked = {each["properties"]["sees"] for each in answer["features"]}
    told = {"seen": {"point"}, "approach": {"turn", "may", "approach"}, "near": {"near"}}
    if facts.get("kind") != "phone":
        assert clicked <= told.get(seen, set())
        assert bool(clicked) == (seen != "none")


def test_what_counts_is_what_hung_there_then() -> None:
    ended(camera(0, -34, sees=ROUND), at=NOON - timedelta(days=1))
    camera(0, -34, sees=ROUND, since=NOON + timedelta(minutes=1))
    a_closed_call()
    assert entry().seen == "none"


def test_somebody_looked(django_user_model: type[User]) -> None:
    useful, other = camera(0, -34, sees=ROUND), camera(0, 34, sees=box(90, 0, 95, 5))
    user = django_user_model.objects.create(username="dana")
    for looked, through in (("", other), ("live", useful)):
        call = a_closed_call()
        LiveView.objects.create(
            camera=through, user=user, incident=call, until=NOON, closed_at=NOON
        )
        enter_closed()
        assert LedgerEntry.objects.get(pk=call.pk).looked == looked


def test_pictures_are_a_look_too() -> None:
    useful = camera(0, -34, sees=ROUND)
    call = a_closed_call()
    _thumbnails(call, str(useful.pk))
    assert entry().looked == "stills"


def test_nothing_is_entered_twice_and_nothing_open() -> None:
    a_closed_call()
    a_closed_call(state="open", closed_at=None)
    assert [enter_closed(), enter_closed(), enter_missed()] == [1, 0, 0]


def test_a_list_of_years_is_entered_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "SLICE", 2)
    for _ in range(5):
        a_closed_call()
    assert [enter_closed() for _ in range(4)] == [2, 2, 1, 0]


def test_what_a_slow_import_brings_is_found_later() -> None:
    a_closed_call()
    enter_closed()
    old = a_closed_call()
    Incident.registry.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=1))
    assert enter_closed() == 0
    assert enter_missed() == 1


def test_a_call_that_is_opened_again_loses_its_entry_and_what_was_said() -> None:
    call = a_closed_call(closed_at=timezone.now())
    enter_closed()
    Outcome.objects.create(incident=call, helped="helped", helped_at=timezone.now())
    closing.reopen(call.pk, by=DANA)
    enter_closed()
    assert not LedgerEntry.objects.exists()
    assert not Outcome.objects.exists()
    closing.close(call.pk, by=DANA)
    assert enter_closed() == 1


def test_a_call_told_anew_is_entered_anew() -> None:
    camera(0, -34, sees=ROUND)
    call = a_closed_call(500, 500)
    assert entry().seen == "none"
    call.position.coords = at(0, 0)  # type: ignore[union-attr]
    call.save()
    assert entry().seen == "seen"


def _thumbnails(call: Incident, *cameras: str) -> None:
    record(DANA, "thumbnails_opened", incident=call.pk, detail={"cameras": list(cameras)})
