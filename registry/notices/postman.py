"""One connection to the mail server, with a deadline of ours on every mail."""

import smtplib
import socket
from contextlib import suppress
from email.utils import format_datetime
from threading import Timer
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from registry.notices.models import Notice

DEADLINE = 40.0  # seconds for one mail, however slowly the server says yes


class Postman:
    """Carries mail while it is open. Raises OSError where the server cannot be reached."""

    def __init__(self) -> None:
        """Connect; each step waits for EMAIL_TIMEOUT at most."""
        self._server = get_connection()
        self._server.open()

    def __enter__(self) -> Self:
        """Stay connected."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Say goodbye; whether the server still listens is all the same."""
        with suppress(OSError):
            self._server.close()

    def carry(self, notice: Notice) -> None:
        """Hand one mail over. Raises OSError or ValueError where it was not taken."""
        mail = EmailMessage(
            notice.subject,
            notice.body,
            settings.DEFAULT_FROM_EMAIL,
            [notice.to],
            connection=self._server,
            headers={
                "Message-ID": notice.message_id,
                "Date": format_datetime(
                    notice.queued_at
                ),  # a second copy is the same, byte by byte
                "Auto-Submitted": "auto-generated",
            },
        )
        deadline = Timer(DEADLINE, self._hang_up)
        deadline.daemon = True
        deadline.start()
        try:
            mail.send()
        finally:
            deadline.cancel()

    def _hang_up(self) -> None:
        """Cut the line, which ends any wait on it: smtplib's own limit is for each step."""
        line = getattr(self._server, "connection", None)
        if isinstance(line, smtplib.SMTP) and line.sock is not None:
            with suppress(OSError):
                line.sock.shutdown(socket.SHUT_RDWR)
