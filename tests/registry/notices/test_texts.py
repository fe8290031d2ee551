"""What mails say, in each language of the owners' pages."""

from string import Formatter

import pytest

from registry.notices.texts import MAIL, Text, text

KINDS = sorted({file.name.partition(".")[0] for file in MAIL.glob("*.txt")})


def fields(said: Text) -> set[str]:
    """Name the fields of subject and body."""
    parts = [*Formatter().parse(said.subject), *Formatter().parse(said.body)]
    return {name for _, name, _, _ in parts if name is not None}


@pytest.mark.parametrize("kind", KINDS)
def test_each_mail_says_the_same_in_english_and_in_spanish(kind: str) -> None:
    english, spanish = text(kind, "en"), text(kind, "es")
    assert (english.language, spanish.language) == ("en", "es")
    assert english.subject != spanish.subject
    assert fields(english) == fields(spanish)
    assert all(field.isidentifier() for field in fields(english))
    assert english.subject.strip()
    assert spanish.body.strip()


def test_a_language_without_a_text_is_answered_in_english() -> None:
    assert text("box_silent", "so") == text("box_silent", "en")


def test_a_subject_is_one_line_and_values_are_not_templates() -> None:
    said = Text("en", "About {name}", "Dear {name}").filled({"name": "Ann\r\nBcc: all\n{page}"})
    assert said.subject == "About Ann Bcc: all {page}"
    assert said.body.endswith("{page}")


def test_a_field_without_a_value_is_not_sent() -> None:
    with pytest.raises(KeyError):
        text("box_silent", "en").filled({"box": "Shop"})
