"""From a link to a camera of one call, and back to nothing."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from registry.access.facts import Actor
from registry.cameras.moving import record_pose
from registry.feeds.readers import reader
from registry.incidents import closing
from registry.models import Camera, Entry, Incident, Invite, Placement, TileCamera, User
from registry.phones import consenting, ending, inviting, reading, streaming
from registry.phones.callers import Caller
from registry.phones.refusals import (
    CallNotOpen,
    InviteOver,
    InviteUsed,
    TooManyInvites,
    UnknownInvite,
)
from tests.registry.phones.conftest import HERE

SPOT = (HERE.x, HERE.y)


@pytest.fixture
def sharing(call: Incident, dispatcher: Actor) -> Invite:
    return consenting.consent(inviting.invite(call.pk, by=dispatcher).secret)


def camera_of(invite: Invite) -> Camera:
    assert invite.camera_id
    return Camera.registry.get(pk=invite.camera_id)


def seen_by(user: User, call: Incident | None) -> bool:
    occasion = call.occasion() if call else None
    return Camera.open_to(reader(user), occasion).filter(kind="phone").exists()


def test_a_link_is_kept_only_as_its_digest(call: Incident, dispatcher: Actor) -> None:
    invited = inviting.invite(call.pk, by=dispatcher)
    invite = Invite.objects.get(pk=invited.invite.pk)
    assert bytes(invite.digest) == sha256(invited.secret.encode()).digest()
    assert invited.secret not in str(list(Entry.objects.values()))


def test_a_link_works_once(call: Incident, dispatcher: Actor) -> None:
    secret = inviting.invite(call.pk, by=dispatcher).secret
    consenting.consent(secret)
    with pytest.raises(InviteUsed):
        consenting.consent(secret)
    with pytest.raises(UnknownInvite):
        consenting.consent("another")


def test_a_link_that_waited_too_long_is_over(call: Incident, dispatcher: Actor) -> None:
    invited = inviting.invite(call.pk, by=dispatcher)
    Invite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InviteOver):
        consenting.consent(invited.secret)


def test_only_an_open_call_with_a_place_asks(call: Incident, dispatcher: Actor) -> None:
    invited = inviting.invite(call.pk, by=dispatcher)
    closing.close(call.pk, by=dispatcher)
    with pytest.raises(CallNotOpen):
        inviting.invite(call.pk, by=dispatcher)
    with pytest.raises(InviteOver):
        consenting.consent(invited.secret)


def test_links_that_nobody_opens_do_not_pile_up(call: Incident, dispatcher: Actor) -> None:
    for _ in range(inviting.AT_ONCE):
        inviting.invite(call.pk, by=dispatcher)
    with pytest.raises(TooManyInvites):
        inviting.invite(call.pk, by=dispatcher)


def test_a_phone_is_on_no_map_until_it_says_where_it_is(sharing: Invite) -> None:
    camera = camera_of(sharing)
    assert not Placement.objects.filter(camera=camera).exists()

    record_pose(camera.pk, timezone.now(), *SPOT, {"position_sd": 12.0, "azimuth": 90.0})

    camera.refresh_from_db()
    assert camera.position_sd == 12.0
    assert Placement.objects.filter(camera=camera, valid_to=None).exists()


def test_a_phone_is_seen_for_its_own_call_alone(
    call: Incident, sharing: Invite, cast: dict[str, User]
) -> None:
    other = Incident.registry.create(
        source="CAD", external_id="2", number="2", kind="robbery", priority=1, position=HERE,
        state="open", reported_at=timezone.now(), updated_at=timezone.now(),
    )  # fmt: skip
    call.assigned.add(cast["officer"])
    for role in ("dispatcher", "supervisor", "officer", "investigator"):
        assert seen_by(cast[role], call), role
        assert not seen_by(cast[role], other), role
        assert not seen_by(cast[role], None), role
    for role in ("planner", "registrar", "administrator", "auditor", "owner"):
        assert not seen_by(cast[role], call), role


def test_closing_the_call_ends_it_and_takes_it_off_every_list(
    call: Incident, sharing: Invite, dispatcher: Actor, cast: dict[str, User]
) -> None:
    camera = camera_of(sharing)
    record_pose(camera.pk, timezone.now(), *SPOT, {})
    closing.close(call.pk, by=dispatcher)

    sharing.refresh_from_db()
    camera.refresh_from_db()
    assert sharing.ended_by == Invite.End.CLOSED
    assert camera.status == Camera.Status.RETIRED
    assert not Placement.objects.filter(camera=camera, valid_to=None).exists()
    assert not TileCamera.objects.filter(camera=camera).exists()
    call.refresh_from_db()
    assert not seen_by(cast["registrar"], call)
    with pytest.raises(InviteOver):
        streaming.going_on(sharing.pk)


def test_fifteen_minutes_end_it_also_where_nobody_did(sharing: Invite) -> None:
    assert sharing.consented_at
    assert sharing.ends_at == sharing.consented_at + timedelta(minutes=15)
    ending.end_overdue()
    streaming.going_on(sharing.pk)
    Invite.objects.update(ends_at=timezone.now())
    with pytest.raises(InviteOver):
        streaming.going_on(sharing.pk)
    ending.end_overdue()
    ending.end_overdue()
    sharing.refresh_from_db()
    assert sharing.ended_by == Invite.End.TIME
    assert Entry.objects.filter(action="phone_ended").count() == 1


def test_what_has_ended_stays_as_it_ended(sharing: Invite, dispatcher: Actor) -> None:
    ending.end(sharing.pk, Invite.End.CALLER, by=Caller())
    again = ending.end(sharing.pk, Invite.End.DISPATCHER, by=dispatcher)
    assert again.ended_by == Invite.End.CALLER
    assert Entry.objects.filter(action="phone_ended").count() == 1


def test_every_step_is_written_down(sharing: Invite, call: Incident) -> None:
    assert sharing.camera_id
    streaming.begin(sharing.pk, sharing.camera_id)
    ending.end(sharing.pk, Invite.End.CALLER, by=Caller())
    rows = Entry.objects.filter(action__startswith="phone_").order_by("pk")
    assert [row.action for row in rows] == [
        "phone_invited", "phone_consented", "phone_started", "phone_ended",
    ]  # fmt: skip
    assert {row.incident_id for row in rows} == {call.pk}


def test_a_pass_for_one_camera_opens_no_other(sharing: Invite, call: Incident) -> None:
    with pytest.raises(UnknownInvite):
        streaming.begin(sharing.pk, call.pk)


def test_the_call_lists_its_phones_and_their_place_to_whoever_may_look(
    call: Incident, sharing: Invite, dispatcher: Actor
) -> None:
    camera = camera_of(sharing)
    record_pose(camera.pk, timezone.now(), *SPOT, {"position_sd": 9.0})
    (shown,) = reading.of_call(dispatcher, call.occasion())
    assert shown.camera == camera
    (pose,) = shown.trail
    assert pose.position.equals_exact(HERE, 1e-9)
    ending.end(sharing.pk, Invite.End.DISPATCHER, by=dispatcher)
    (shown,) = reading.of_call(dispatcher, call.occasion())
    assert (shown.camera, shown.trail) == (None, [])
