"""What owners agree to: the words of a version never change again."""

import pytest

from registry.owners.consent_text import TEXTS, VERSION, wording

# Whoever changes a word here gives the text a new version instead.
SHOWN = {
    ("2026-11", "en"): "98a7001cb4f911b7bca3f85aef1a83fb5c6e12d09e7733f2826fb63ac0021ef1",
    ("2026-11", "es"): "bb63244ed2e055f174b0d5f3782d8c9e5cc1b94d1cdf137cd3048667ad8511bb",
}


@pytest.mark.parametrize(("version", "language"), SHOWN)
def test_a_text_that_was_shown_is_as_it_was(version: str, language: str) -> None:
    assert wording(language, version).digest == SHOWN[version, language]


def test_every_text_is_held_to_its_digest() -> None:
    texts = {(version, language) for version, each in TEXTS.items() for language in each}
    assert texts == SHOWN.keys()
    assert VERSION in TEXTS


def test_another_language_is_answered_in_english() -> None:
    assert wording("fr") == wording("en")
