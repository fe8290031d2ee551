"""What mails say: one file for each kind and language, its first line the subject."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

MAIL = Path(__file__).parent / "mail"
FALLBACK = "en"


class Text(NamedTuple):
    """A mail with its fields as `{name}`, or with their values in their place."""

    language: str
    subject: str
    body: str

    def filled(self, values: dict[str, str]) -> "Text":
        """Put the values in. Raises KeyError for a field without one."""
        subject = " ".join(self.subject.format_map(values).split())  # one line, whatever was given
        return Text(self.language, subject, self.body.format_map(values))


@cache
def text(kind: str, language: str) -> Text:
    """Read one; a language that has no such text is answered in English."""
    file = MAIL / f"{kind}.{language}.txt"
    if not file.is_file():
        language = FALLBACK
        file = MAIL / f"{kind}.{FALLBACK}.txt"
    subject, _, body = file.read_text(encoding="utf-8").partition("\n")
    return Text(language, subject, body.lstrip("\n"))
