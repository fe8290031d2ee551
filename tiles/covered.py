"""Is my street covered? Answered from what is published, by the login that can read no more."""

import re
from pathlib import Path
from typing import NamedTuple

from django.contrib.gis.geos import GEOSGeometry
from django.db import connections

SQL = Path(__file__).parent / "sql"
STREETS = (SQL / "public_street.sql").read_text()
DOORS = (SQL / "public_door.sql").read_text()

# A house number before its street or behind it: 12 Oak Street, Mannerheimintie 5 a
BEFORE = re.compile(r"(\d+\s?[a-z]?)\s+(\D.*)")
BEHIND = re.compile(r"(\D*\w)\s+(\d+\s?[a-z]?)")

Box = tuple[float, float, float, float]


class Street(NamedTuple):
    """A street: its box, and at least how many cameras anybody may know of."""

    name: str
    box: Box
    agency: int
    stretches: int
    private: int


class Door(NamedTuple):
    """An address; `hidden` where too few doors share its street for private cameras to be told."""

    name: str
    box: Box
    agency: int
    private: int
    hidden: bool


def streets(words: str, *, most: int, skipped: int = 0) -> list[Street]:
    """List the streets with these words in their names, by name; no words name all."""
    values: dict[str, str | int] = {"words": _plain(words), "most": most, "skipped": skipped}
    with connections["public"].cursor() as cursor:
        cursor.execute(STREETS, values)
        return [Street(name, _box(box), *counts) for name, box, *counts in cursor.fetchall()]


def doors(words: str, *, most: int) -> list[Door]:
    """Find the addresses meant, one for each street; without a number in the words, none."""
    street, number = parted(words)
    if not number:
        return []
    with connections["public"].cursor() as cursor:
        cursor.execute(DOORS, {"number": number, "words": street, "most": most})
        return [
            Door(name, _box(at), agency, private, not anchored)
            for name, at, agency, private, anchored in cursor.fetchall()
        ]


def parted(words: str) -> tuple[str, str]:
    """Part the street from the house number, if there is one."""
    plain = _plain(words)
    if before := BEFORE.fullmatch(plain):
        return before[2], before[1]
    if behind := BEHIND.fullmatch(plain):
        return behind[1], behind[2]
    return plain, ""


def _plain(words: str) -> str:
    return " ".join(words.replace("\x00", "").lower().replace(",", " ").split())[:100]


def _box(shape: str) -> Box:
    west, south, east, north = GEOSGeometry(shape).extent
    return west, south, east, north
