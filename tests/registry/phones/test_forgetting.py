"""What callers were sent is forgotten in time, and counted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from registry.access.facts import Actor
from registry.models import Camera, Entry, Incident, Invite
from registry.phones import consenting, ending, forgetting, inviting, mailing
from registry.phones.forgetting import ADDRESSES_KEPT, INVITES_KEPT, forget

ADDRESS = "caller@mail.example"


def ended(call: Incident, by: Actor, ago: timedelta) -> Invite:
    made = consenting.consent(inviting.invite(call.pk, by=by).secret)
    ending.end(made.pk, Invite.End.CALLER, by=by)
    Invite.objects.filter(pk=made.pk).update(ended_at=timezone.now() - ago)
    return made


def mailed(status: str, ago: timedelta) -> None:
    mailing.queue(ADDRESS, "https://centre.example/phone/secret")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM procrastinate_jobs")
        (job,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            [status, job],
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [timezone.now() - ago, job]
        )


def addresses() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'address' = %s", [ADDRESS]
        )
        (count,) = cursor.fetchone()
    return int(count)


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


@pytest.mark.parametrize("status", ["succeeded", "failed"])
def test_addresses_go_a_day_after_the_mail(call: Incident, status: str) -> None:
    mailed(status, ADDRESSES_KEPT + timedelta(hours=1))
    mailed(status, ADDRESSES_KEPT - timedelta(hours=1))
    mailing.queue(ADDRESS, "not sent yet")
    forget()
    assert addresses() == 2
    assert counts() == [{"invites": 0, "addresses": 1}]


def test_where_nothing_is_old_the_log_says_nothing(call: Incident, dispatcher: Actor) -> None:
    inviting.invite(call.pk, by=dispatcher)
    forgetting.forget()
    assert not counts()
