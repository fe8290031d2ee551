"""Where mail goes without a mail server: a folder, for whoever keeps the machine to read."""

import re
from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Letterbox(BaseEmailBackend):
    """Keeps each mail as a file named by its Message-ID: a second copy replaces the first."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them, each whole or not at all."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            mail = message.message()
            name = re.sub(r"[^\w.-]", "_", str(mail["Message-ID"]).strip("<>"))
            whole = folder / f"{name}.eml"
            part = whole.with_suffix(".part")
            part.touch(mode=0o600)
            part.write_bytes(mail.as_bytes())
            part.replace(whole)
        return len(email_messages)


class Mail(NamedTuple):
    """One mail as its reader would see it."""

    to: str
    subject: str
    at: datetime
    body: str


def newest(most: int) -> list[Mail]:
    """Read what lies there, the newest first."""
    files = Path(settings.EMAIL_FILE_PATH).glob("*.eml")
    by_age = sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [_read(file) for file in by_age[:most]]


def _read(file: Path) -> Mail:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    text = mail.get_body()
    return Mail(
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        at=parsedate_to_datetime(str(mail["Date"])),
        body=str(text.get_content()) if text else "",
    )
