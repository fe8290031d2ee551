"""What callers were sent is forgotten in time, and counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.access.facts import Actor
from registry.models import Camera, Entry, Incident, Invite, Notice
from registry.notices.sending import enqueue
from registry.phones import consenting, ending, forgetting, inviting
from registry.phones.forgetting import ADDRESSES_KEPT, INVITES_KEPT, forget

ADDRESS = "caller@mail.example"


def ended(call: Incident, by: Actor, ago: timedelta) -> Invite:
    made = consenting.consent(inviting.invite(call.pk, by=by).secret)
    ending.end(made.pk, Invite.End.CALLER, by=by)
    Invite.objects.filter(pk=made.pk).update(ended_at=timezone.now() - ago)
    return made


def mailed(ago: timedelta, *, sent: bool) -> None:
    mail = enqueue("phone_link", to=ADDRESS, values={"link": "https://centre.example/phone/x"})
    then = timezone.now() - ago
    Notice.objects.filter(pk=mail.pk).update(
        queued_at=then, sent_at=then if sent else None, next_try_at=None
    )


def addresses() -> int:
    return Notice.objects.filter(to=ADDRESS).count()


def counts() -> list[dict[str, int]]:
    return [entry.detail for entry in Entry.objects.filter(action="phones_forgotten")]


def test_old_links_go_and_what_the_log_says_of_them_stays(
    call: Incident, dispatcher: Actor
) -> None:
    old = ended(call, dispatcher, INVITES_KEPT + timedelta(hours=1))
    recent = ended(call, dispatcher, INVITES_KEPT - timedelta(hours=1))
    waiting = inviting.invite(call.pk, by=dispatcher).invite
    before = Entry.objects.count()
    forget()
    assert {each.pk for each in Invite.objects.all()} == {recent.pk, waiting.pk}
    assert old.camera
    assert Camera.registry.filter(pk=old.camera.pk, status="retired").exists()
    assert counts() == [{"invites": 1, "addresses": 0}]
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "given up"])
def test_addresses_go_a_day_after_the_mail(call: Incident, sent: bool) -> None:
    mailed(ADDRESSES_KEPT + timedelta(hours=1), sent=sent)
    mailed(ADDRESSES_KEPT - timedelta(hours=1), sent=sent)
    enqueue("phone_link", to=ADDRESS, values={"link": "not sent yet"})
    forget()
    assert addresses() == 2
    assert counts() == [{"invites": 0, "addresses": 1}]


def test_where_nothing_is_old_the_log_says_nothing(call: Incident, dispatcher: Actor) -> None:
    inviting.invite(call.pk, by=dispatcher)
    forgetting.forget()
    assert not counts()
