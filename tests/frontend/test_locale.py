"""Nothing that owners and the public read lacks Spanish."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter
from typing import cast

import pytest
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

HOUSE = settings.HOUSE
TEMPLATES = HOUSE / "frontend" / "templates"
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"))
INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"')


def open_templates() -> set[Path]:
    """Find open.html, what extends it, at whatever remove, and what these include."""
    sources = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    found, grown = {TEMPLATES / "open.html"}, True
    while grown:
        names = {path.relative_to(TEMPLATES).as_posix() for path in found}
        included = {name for path in found for name in INCLUDED.findall(sources[path])}
        more = {
            path
            for path, source in sources.items()
            if path.relative_to(TEMPLATES).as_posix() in included
            or any(f'{{% extends "{name}" %}}' in source for name in names)
        }
        grown = not more <= found
        found |= more
    return found


def said_in_templates() -> Iterator[tuple[str, str]]:
    for path in open_templates():
        # What is no words is blanked to X, which only JavaScript's lenient reader takes.
        source = templatize(path.read_text(), origin=str(path))
        for _, _, said, _ in extract_javascript(io.BytesIO(source.encode()), KEYWORDS, (), {}):
            if said:
                yield first(said), path.name


def said_in_python() -> Iterator[tuple[str, str]]:
    for room in ("frontend", "registry"):
        for path in (HOUSE / room).rglob("*.py"):
            if "node_modules" in path.parts or b"gettext" not in path.read_bytes():
                continue
            with path.open("rb") as source:
                for _, _, said, _ in extract_python(source, KEYWORDS, (), {}):
                    if said:  # not where a variable stands
                        yield first(said), path.name


def first(said: object) -> str:
    """Take the singular of what has a plural."""
    return str(said if isinstance(said, str) else cast("Sequence[str]", said)[0])


def catalogue() -> dict[str, list[str]]:
    with (HOUSE / "frontend/locale/es/LC_MESSAGES/django.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    fuzzy = [entry.id for entry in entries if entry.fuzzy]
    assert not fuzzy, "A fuzzy entry is left out when it is compiled"
    return {
        first(entry.id): [entry.string]
        if isinstance(entry.string, str)
        else list(entry.string or ())
        for entry in entries
    }


def test_every_word_of_an_open_page_has_its_spanish() -> None:
    spanish = catalogue()
    lacking = sorted(
        f"{name}: {said}"
        for said, name in {*said_in_templates(), *said_in_python()}
        if not all(spanish.get(said, [""]))
    )
    assert not lacking, "\n".join(lacking)


def test_a_translation_fills_in_the_same_values() -> None:
    for said, translations in catalogue().items():
        for translated in translations:
            assert blanks(translated) == blanks(said), said


def blanks(text: str) -> set[str]:
    named = set(re.findall(r"%\((\w+)\)", text))
    return named | (
        {name for _, name, _, _ in Formatter().parse(text) if name} if "{" in text else set()
    )


@pytest.mark.parametrize("shown", ["open.html"])
def test_the_reader_of_templates_finds_the_open_ones(shown: str) -> None:
    assert TEMPLATES / shown in open_templates()
