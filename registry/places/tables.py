"""Reading CSV as people's programs write it: with a BOM, semicolons, decimal commas."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from registry.places.records import Record
from registry.places.refusals import UnreadableFile

SUFFIXES = (".csv", ".tsv", ".txt")


def read(path: Path) -> Iterator[Record]:
    """Give the rows under the heading; blank lines are none."""
    text = _decoded(path)
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,|", key=heading.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = next((row for row in rows if any(row)), None)
        if columns is None:
            raise UnreadableFile(f"{path.name} is empty.")
        yield from _records([column.strip() for column in columns], rows)
    except csv.Error as error:
        raise UnreadableFile(f"{path.name}, line {rows.line_num}: {error}.") from error


def _records(columns: list[str], rows: Iterator[list[str]]) -> Iterator[Record]:
    for number, row in enumerate((row for row in rows if any(row)), start=1):
        # a cell beyond the heading has no name, and cannot mean anything
        yield Record(number, {name: text.strip() for name, text in zip(columns, row, strict=False)})


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(raw, "utf-16", path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _as(raw, "cp1252", path)  # what spreadsheets in the west write when not asked


def _as(raw: bytes, encoding: str, path: Path) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path.name} is neither UTF-8 nor {encoding} text.") from error
