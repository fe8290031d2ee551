"""A camera is turned by who may, for an open call, by one hand, and what it sees turns with it."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.access.facts import Actor
from registry.accounts.models import User
from registry.cameras.refusals import UnknownCamera
from registry.feeds.readers import reader
from registry.incidents.refusals import UnknownIncident
from registry.models import Camera, Control, Entry, Grant, Hold, Incident, Owner, Placement
from registry.ptz.asking import reaching
from registry.ptz.refusals import BeyondReach, HeadSilent, HeldByAnother, MayNotTurn, NotTurnable
from registry.ptz.returning import release, return_idle
from registry.ptz.turning import Wish, turn
from tests.registry.ptz.conftest import Head
from tests.registry.ptz.scene import HERE

EAST = (HERE.x + 50 / 87_700, HERE.y)  # 50 m east
TO_THE_EAST = Wish(at=EAST)
WEST = Point(HERE.x - 50 / 87_700, HERE.y, srid=4326)


def sees(control: Control, point: Point) -> bool:
    return Placement.objects.filter(
        camera=control.pk, valid_to=None, sees__covers=point
    ).exists()  # fmt: skip


def test_it_looks_at_the_point_and_is_known_to(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    there = Point(*EAST, srid=4326)
    assert not sees(control, there)
    turned = turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    assert turned.turn == head.told[0]
    assert head.told[0].pan == pytest.approx(90, abs=0.5)
    camera = Camera.registry.get(pk=control.pk)
    assert camera.azimuth == pytest.approx(90, abs=0.5)
    assert sees(control, there)
    assert not sees(control, Point(HERE.x, HERE.y + 0.0003, srid=4326))


def test_the_picture_keeps_its_shape(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, Wish(way=(0, 5, 1)))
    assert Camera.registry.get(pk=control.pk).vfov == pytest.approx(36.0)
    turn(dispatcher, control.pk, call.pk, Wish(way=(0, 5, 3.2743)))
    assert Camera.registry.get(pk=control.pk).vfov == pytest.approx(11.3, abs=0.1)


def test_every_turn_is_written_down(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST, request_id="r-1")
    entry = Entry.objects.get(action="ptz_turned")
    assert (entry.actor_id, entry.incident_id, entry.subject_id) == (
        dispatcher.id, call.pk, str(control.pk),
    )  # fmt: skip
    assert (entry.basis, entry.request_id, entry.result) == ("agency", "r-1", "ok")
    assert entry.detail["at"] == list(EAST)


def test_a_head_that_does_not_answer_is_not_believed_to_have_turned(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    head.silent = True
    with pytest.raises(HeadSilent):
        turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    assert Camera.registry.get(pk=control.pk).azimuth == 0.0
    assert [e.result for e in Entry.objects.filter(action="ptz_turned").order_by("id")] == [
        "ok", "failed",
    ]  # fmt: skip


def test_one_hand_at_a_time(
    head: Head, control: Control, dispatcher: Actor, supervisor: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    with pytest.raises(HeldByAnother, match="dispatcher turns it for 26-1, until"):
        turn(supervisor, control.pk, call.pk, Wish(at=(WEST.x, WEST.y)))
    assert len(head.told) == 1
    Hold.objects.update(until=timezone.now() - timedelta(seconds=1))
    turn(supervisor, control.pk, call.pk, Wish(at=(WEST.x, WEST.y)))
    assert Hold.objects.get().user_id == supervisor.user_id


def test_a_hand_stays_while_it_is_used(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    began = Hold.objects.get()
    Hold.objects.update(until=timezone.now() + timedelta(seconds=1))
    turned = turn(dispatcher, control.pk, call.pk, Wish())
    assert turned.turn is None
    assert Hold.objects.get().since == began.since
    assert turned.until > timezone.now() + timedelta(seconds=20)
    assert len(head.told) == 1


def test_a_hand_that_was_taken_off_is_not_kept(
    head: Head, control: Control, dispatcher: Actor, supervisor: Actor, call: Incident
) -> None:
    with pytest.raises(HeldByAnother):
        turn(dispatcher, control.pk, call.pk, Wish())
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    with pytest.raises(HeldByAnother):
        turn(supervisor, control.pk, call.pk, Wish())
    Hold.objects.update(until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(HeldByAnother, match="no longer in your hand"):
        turn(dispatcher, control.pk, call.pk, Wish())


def test_who_lets_go_sends_it_home(
    head: Head, control: Control, dispatcher: Actor, supervisor: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    assert not release(supervisor, control.pk)
    assert release(dispatcher, control.pk)
    assert head.came_home == [True]
    assert not Hold.objects.exists()
    camera = Camera.registry.get(pk=control.pk)
    assert (camera.azimuth, camera.hfov) == (0.0, 60.0)
    assert sees(control, Point(HERE.x, HERE.y + 0.0005, srid=4326))
    assert Entry.objects.get(action="ptz_returned").detail == {"why": "released"}


def test_an_idle_hand_is_taken_off(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    return_idle()
    assert head.came_home == []
    Hold.objects.update(until=timezone.now() - timedelta(seconds=1))
    return_idle()
    assert head.came_home == [True]
    assert not Hold.objects.exists()
    assert Entry.objects.get(action="ptz_returned").actor_name == "centre"


def test_a_closed_call_takes_the_hand_off(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    Incident.registry.update(state="closed", closed_at=timezone.now())
    return_idle()
    assert head.came_home == [True]


def test_a_head_that_is_silent_is_sent_home_as_soon_as_it_answers(
    head: Head, control: Control, dispatcher: Actor, supervisor: Actor, call: Incident
) -> None:
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    head.silent = True
    assert release(dispatcher, control.pk)
    with pytest.raises(HeldByAnother, match="on its way back"):
        turn(supervisor, control.pk, call.pk, TO_THE_EAST)
    assert Camera.registry.get(pk=control.pk).azimuth == pytest.approx(90, abs=0.5)
    head.silent = False
    return_idle()
    assert head.came_home == []  # the centre is still at it
    Hold.objects.update(until=timezone.now() - timedelta(seconds=1))
    return_idle()
    assert head.came_home == [True]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(at=(HERE.x + 0.01, HERE.y)), "this camera shows 100 m"),
        (Wish(way=(0, -5, 1)), "tilts from 0 to 90"),
        (Wish(way=(0, 5, 66)), "opens from 3 to 60"),
        (Wish(way=(0, 5, 0)), "once or more"),
    ],
)
def test_what_the_head_cannot_do_is_said_and_not_tried(
    head: Head, control: Control, dispatcher: Actor, call: Incident, wish: Wish, words: str
) -> None:
    with pytest.raises(BeyondReach, match=words):
        turn(dispatcher, control.pk, call.pk, wish)
    assert not head.told
    assert not Hold.objects.exists()


@pytest.mark.parametrize("role", ["officer", "investigator", "registrar", "planner"])
def test_only_dispatch_turns(
    head: Head, control: Control, cast: dict[str, User], call: Incident, role: str
) -> None:
    call.assigned.add(cast["officer"])
    with pytest.raises((MayNotTurn, UnknownIncident)):
        turn(reader(cast[role]), control.pk, call.pk, TO_THE_EAST)
    assert not head.told


def test_only_for_an_open_call(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    Incident.registry.update(state="closed", closed_at=timezone.now())
    with pytest.raises(MayNotTurn, match="Needs an open incident"):
        turn(dispatcher, control.pk, call.pk, TO_THE_EAST)


def test_a_private_camera_only_by_its_owners_leave_to_turn_it(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    shop = Owner.objects.create(kind="business", name="Shop")
    Camera.registry.filter(pk=control.pk).update(level=2, owner=shop, kind="business")
    assert dispatcher.agency_id
    grant = Grant.objects.create(
        owner=shop, camera_id=control.pk, agency_id=dispatcher.agency_id,
        capabilities=["still", "live"], condition="always", valid_from=timezone.now(),
    )  # fmt: skip
    with pytest.raises(MayNotTurn, match="has not opened its controls"):
        turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    Grant.objects.update(capabilities=["still", "ptz"])
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    assert Entry.objects.get(action="ptz_turned").basis == f"grant {grant.pk}"
    Incident.registry.update(position=Point(-84.6, 38.1, srid=4326))
    with pytest.raises(UnknownCamera):
        turn(dispatcher, control.pk, call.pk, TO_THE_EAST)


def test_a_camera_without_a_head_is_not_turned(
    head: Head, control: Control, dispatcher: Actor, call: Incident
) -> None:
    Control.objects.all().delete()
    with pytest.raises(NotTurnable):
        turn(dispatcher, control.pk, call.pk, TO_THE_EAST)


def test_those_that_reach_a_point_are_listed_with_what_is_in_the_way(
    head: Head, control: Control, dispatcher: Actor, supervisor: Actor, call: Incident
) -> None:
    (free,) = reaching(dispatcher, call.pk, EAST)
    assert (free.id, free.hindrance) == (control.pk, "")
    assert free.distance == pytest.approx(50, abs=1)
    turn(dispatcher, control.pk, call.pk, TO_THE_EAST)
    assert not reaching(dispatcher, call.pk, EAST)[0].hindrance
    assert "dispatcher turns it" in reaching(supervisor, call.pk, EAST)[0].hindrance
    assert reaching(dispatcher, call.pk, (HERE.x + 0.01, HERE.y)) == []
