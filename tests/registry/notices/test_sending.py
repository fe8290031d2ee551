"""Mail goes out with its deed, once, and what does not go says why."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from registry.models import Notice
from registry.notices import sending
from registry.notices.sending import deliver, enqueue, resend
from tests.ports import free_for_us

VALUES = {"box": "Shop", "owner": "Bakery", "since": "14:02", "page": "https://centre.example/b/1"}


def queued(to: str = "baker@example.org", **given: Any) -> Notice:
    return enqueue("box_silent", to=to, values=VALUES, **given)


def later() -> None:
    """Let the time of every waiting mail come."""
    Notice.objects.exclude(next_try_at=None).update(next_try_at=timezone.now())


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Make the mail server answer with these, one a mail, and then take mail again."""
    answers: list[Exception] = []
    send = EmailMessage.send

    def answer(mail: EmailMessage, fail_silently: bool = False) -> int:
        if answers:
            raise answers.pop(0)
        return send(mail, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", answer)
    return answers


def test_a_mail_is_sent_once_with_the_id_it_was_queued_with(
    db: None, mailoutbox: list[EmailMessage]
) -> None:
    notice = queued(language="es", about=("box", "1"))
    deliver()
    deliver()
    [mail] = mailoutbox
    assert mail.to == ["baker@example.org"]
    assert "Sin noticias" in mail.subject
    assert mail.message()["Message-ID"] == notice.message_id
    notice.refresh_from_db()
    assert notice.state == "sent"
    assert list(Notice.objects.about("box", 1)) == [notice]


def test_a_deed_undone_sends_nothing(db: None, mailoutbox: list[EmailMessage]) -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    deliver()
    assert not mailoutbox


def test_the_link_in_a_mail_does_not_lie_in_the_database(db: None) -> None:
    notice = queued()
    with connection.cursor() as cursor:
        cursor.execute("SELECT notice::text, encode(sealed, 'escape') FROM notice")
        [row] = cursor.fetchall()
    assert "centre.example" not in "".join(row)
    assert VALUES["page"] in notice.body


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"5.1.1 no such\r\nuser")}), "no such user"),
        (smtplib.SMTPDataError(554, b"spam"), "spam"),
        (ValueError("Invalid address"), "Invalid address"),
    ],
)
def test_a_no_is_not_asked_again_and_says_why(
    db: None, refusing: list[Exception], refusal: Exception, why: str
) -> None:
    refusing.append(refusal)
    notice = queued()
    deliver()
    notice.refresh_from_db()
    assert notice.state == "failed"
    assert why in notice.last_error
    resend(notice)
    deliver()
    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == ("sent", "")


def test_a_not_now_is_asked_again_ever_more_rarely_and_given_up_after_days(
    db: None, refusing: list[Exception], mailoutbox: list[EmailMessage]
) -> None:
    notice, waits = queued(), []
    for _ in range(8):
        refusing.append(smtplib.SMTPRecipientsRefused({"a@b.c": (451, b"greylisted")}))
        before = timezone.now()
        deliver()
        notice.refresh_from_db()
        assert (notice.state, notice.last_error) == ("queued", "greylisted")
        assert notice.next_try_at
        waits.append((notice.next_try_at - before) // timedelta(seconds=15))
        later()
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    Notice.objects.update(queued_at=timezone.now() - sending.GIVEN_UP_AFTER - timedelta(hours=1))
    refusing.append(ConnectionResetError("gone"))
    deliver()
    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == ("failed", "gone")
    assert not mailoutbox


def test_one_bad_address_holds_nobody_up(
    db: None, refusing: list[Exception], mailoutbox: list[EmailMessage]
) -> None:
    refusing.append(smtplib.SMTPRecipientsRefused({"a@b.c": (451, b"later")}))
    for to in ("a@b.c", "b@b.c", "c@b.c"):
        queued(to)
    deliver()
    deliver()
    assert [mail.to for mail in mailoutbox] == [["b@b.c"], ["c@b.c"]]


def test_a_server_that_is_away_is_waited_for_and_nobody_is_to_blame(
    db: None, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_for_us()
    settings.EMAIL_USE_TLS = False
    for to in ("a@b.c", "b@b.c"):
        queued(to)
    deliver()
    for notice in Notice.objects.all():
        assert (notice.state, notice.tries) == ("queued", 0)
        assert "not reached" in notice.last_error
    assert not Notice.objects.due().exists()


def test_what_was_sent_is_sent_again_as_a_new_mail(
    db: None, mailoutbox: list[EmailMessage]
) -> None:
    notice = queued()
    deliver()
    notice.refresh_from_db()
    again = resend(notice)
    deliver()
    first, second = mailoutbox
    assert first.body == second.body
    assert again.message_id != notice.message_id
