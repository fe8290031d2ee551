"""Where mail goes without a mail server: a folder, for whoever keeps the machine to read."""

import re
from collections.abc import Sequence
from pathlib import Path

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
