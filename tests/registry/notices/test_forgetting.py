"""Whom a mail went to and what it said is forgotten; that it went is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from registry.models import Notice
from registry.notices import postman
from registry.notices.forgetting import KEPT, forget_address, forget_old
from registry.notices.sending import deliver, enqueue

pytestmark = pytest.mark.django_db
VALUES = {"box": "Shop", "owner": "Bakery", "since": "14:02", "page": "https://centre.example/b/1"}


def queued(to: str) -> Notice:
    return enqueue("box_silent", to=to, values=VALUES)


def aged(by: timedelta) -> None:
    Notice.objects.update(sent_at=F("sent_at") - by, queued_at=F("queued_at") - by)


def test_what_was_sent_long_ago_says_only_that_it_was(mailoutbox: list[object]) -> None:
    notice = queued("ann@example.org")
    deliver()
    aged(KEPT - timedelta(hours=1))
    forget_old()
    notice.refresh_from_db()
    assert notice.body
    aged(timedelta(hours=2))
    forget_old()
    notice.refresh_from_db()
    assert (notice.to, notice.subject, bytes(notice.sealed)) == ("", "", b"")
    assert notice.state == "sent"


def test_what_waits_is_kept_however_old() -> None:
    queued("ann@example.org")
    aged(KEPT * 2)
    forget_old()
    assert Notice.objects.get().to


def test_who_leaves_is_written_to_no_more(mailoutbox: list[object]) -> None:
    queued("Ann@example.org")
    queued("bo@example.org")
    assert forget_address("ann@EXAMPLE.org") == 1
    deliver()
    assert len(mailoutbox) == 1


def test_a_sender_that_vanished_lets_go_within_a_minute(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[object]
) -> None:
    asked: list[str] = []

    def carry(self: postman.Postman, notice: Notice) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW idle_in_transaction_session_timeout")
            asked.append(cursor.fetchone()[0])

    monkeypatch.setattr(postman.Postman, "carry", carry)
    queued("ann@example.org")
    deliver()
    assert asked == ["50s"]
    assert postman.DEADLINE < 50  # who is merely slow is not cut off
