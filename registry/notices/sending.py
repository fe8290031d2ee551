"""Deeds: put a mail into the outbox, send what is due, send one again.

The row is locked while its mail is on the way, and the lock goes with the connection: what a dead
process held is taken by the next. A mail is sent twice only if the process dies between the
server's "250" and our commit, or the server keeps its answer back beyond the deadline; both copies
then have the same Message-ID.
"""

import logging
import smtplib
import uuid
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from registry import cipher
from registry.notices.models import Notice
from registry.notices.postman import Postman
from registry.notices.texts import text

log = logging.getLogger("sightline.work")

AT_ONCE = 20  # mails on one connection, so that a worker told to stop is not held up by a queue
SERVER_AWAY = timedelta(seconds=30)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(days=3)
# A sender whose machine vanished holds its row no longer than this; a mail's deadline is shorter.
LET_GO = "SET LOCAL idle_in_transaction_session_timeout = '50s'"


def enqueue(
    kind: str,
    *,
    to: str,
    language: str = "en",
    values: dict[str, str],
    about: tuple[str, str] = ("", ""),
    hold: timedelta = timedelta(0),
) -> Notice:
    """Put a mail into the outbox, in the caller's transaction: it is sent if the deed is done.

    hold: how long it waits there, so that the deed can be undone before anybody is told.
    """
    filled = text(kind, language).filled(values)
    about_type, about_id = about
    notice = Notice.objects.create(
        kind=kind,
        language=filled.language,
        to=to,
        subject=filled.subject[:300],
        sealed=cipher.encrypt(filled.body),
        message_id=_message_id(),
        about_type=about_type,
        about_id=about_id,
        next_try_at=Now() + hold,
    )
    notice.refresh_from_db(fields=["queued_at", "next_try_at"])
    return notice


def deliver() -> None:
    """Send what is due."""
    if not Notice.objects.due().exists():
        return
    try:
        postman = Postman()
    except OSError as away:
        _wait_for_server(away)
        return
    with postman:
        for _ in range(AT_ONCE):
            if not _deliver_next(postman):
                return


@transaction.atomic
def resend(notice: Notice) -> Notice:
    """Send it now: what was sent, as a new mail; what was not, as the mail it is."""
    if notice.sent_at is None:
        notice.queued_at = notice.next_try_at = timezone.now()
        notice.tries, notice.last_error = 0, ""
        notice.save(update_fields=["queued_at", "next_try_at", "tries", "last_error"])
        return notice
    again = Notice.objects.create(
        kind=notice.kind,
        language=notice.language,
        to=notice.to,
        subject=notice.subject,
        sealed=notice.sealed,
        message_id=_message_id(),
        about_type=notice.about_type,
        about_id=notice.about_id,
    )
    again.refresh_from_db(fields=["queued_at", "next_try_at"])
    return again


@transaction.atomic(durable=True)
def _deliver_next(postman: Postman) -> bool:
    """Send one that no other worker is sending; say whether to go on with this connection."""
    with connection.cursor() as cursor:
        cursor.execute(LET_GO)
    due = Notice.objects.due().order_by("next_try_at")
    notice = due.select_for_update(skip_locked=True).first()
    if notice is None:
        return False
    notice.tries += 1
    try:
        postman.carry(notice)
    except (OSError, ValueError, cipher.KeyLost) as failed:
        _put_off(notice, failed)
        return False
    notice.sent_at, notice.next_try_at, notice.last_error = timezone.now(), None, ""
    notice.save(update_fields=["tries", "sent_at", "next_try_at", "last_error"])
    return True


def _put_off(notice: Notice, failed: Exception) -> None:
    """Try again later; or never, where the server or the address itself said so."""
    now = timezone.now()
    wait = min(FIRST_WAIT * 2 ** min(notice.tries - 1, 10), LONGEST_WAIT)
    given_up = _is_final(failed) or now - notice.queued_at > GIVEN_UP_AFTER
    notice.next_try_at = None if given_up else now + wait
    notice.last_error = _words(failed)
    notice.save(update_fields=["tries", "next_try_at", "last_error"])


def _wait_for_server(away: OSError) -> None:
    """Put all that is due off; a server that is away is nobody's third failed try."""
    log.warning("mail waits, its server was not reached: %s", _words(away))
    Notice.objects.due().update(
        next_try_at=timezone.now() + SERVER_AWAY,
        last_error=f"The mail server was not reached: {_words(away)}"[:300],
    )


def _is_final(failed: Exception) -> bool:
    """Tell a "no" from a "not now"."""
    if isinstance(failed, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in failed.recipients.values())
    if isinstance(failed, smtplib.SMTPResponseException):
        return failed.smtp_code >= 500
    return not isinstance(failed, OSError)


def _words(failed: Exception) -> str:
    """Say what the server said, in one line."""
    said: object = failed
    if isinstance(failed, smtplib.SMTPRecipientsRefused):
        _, said = next(iter(failed.recipients.values()))
    elif isinstance(failed, smtplib.SMTPResponseException):
        said = failed.smtp_error
    words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(words.split())[:300] or type(failed).__name__


def _message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4()}@{domain}>"
