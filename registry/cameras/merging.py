"""Merging a list of cameras into the registry: known ones by ref, new ones with a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from registry.accounts.models import Agency
from registry.cameras.editing import next_number
from registry.cameras.models import Camera
from registry.cameras.reading import Head
from registry.owners.models import Owner

SAID = (
    "name", "kind", "form", "level", "mount", "indoor", "retention_days", "height", "azimuth",
    "tilt", "roll", "hfov", "vfov", "range", "width_px", "position_sd", "azimuth_sd", "reach_hfov",
    "reach_azimuth", "fov_source",
)  # fmt: skip
COLUMNS = ("surveyed_position", "owner_id", *SAID)
DEFAULTS = {
    column.name: column.get_default() for column in Camera._meta.fields if column.name in SAID
}

# The braces hold this module's own column names, never a file's.
INCOMING = """
    CREATE TEMPORARY TABLE incoming_camera ON COMMIT DROP AS
    SELECT ref, {columns} FROM camera WITH NO DATA
"""
# What a list does not say is null there, and stays as it is here.
UPDATE = """
    UPDATE camera c
    SET ({columns}) = ROW ({told}), placed_at = NULL, updated_at = now()
    FROM incoming_camera i
    WHERE c.ref = i.ref AND ({known}) IS DISTINCT FROM ({told})
"""
INSERT = """
    INSERT INTO camera
        (id, number, status, position, snapped_by, stands_indoors, created_at, updated_at, ref,
            {columns})
    SELECT gen_random_uuid(), %s + row_number() OVER (ORDER BY ref) - 1, 'approved',
        surveyed_position, 0, false, now(), now(), ref, {columns}
    FROM incoming_camera i
    WHERE NOT EXISTS (SELECT FROM camera c WHERE c.ref = i.ref)
"""


@dataclass
class Merged:
    """How many cameras a list made, changed, and told nothing new about."""

    new: int = 0
    changed: int = 0
    same: int = 0


def merge(heads: Sequence[Head], owner: str) -> Merged:
    """Store these cameras in the caller's transaction; `owner` has those that name none."""
    first = next_number()  # and with it the right to add cameras, until the transaction ends
    refs = [head.ref for head in heads]
    known = dict(Camera.registry.filter(ref__in=refs).values_list("ref", "level"))
    owners = _Owners(owner)
    rows = [_row(head, known.get(head.ref), owners) for head in heads]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute(_named(INCOMING))
        with cursor.copy("COPY incoming_camera FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_named(UPDATE))
        changed = int(cursor.rowcount)
        cursor.execute(_named(INSERT), [first])
        new = int(cursor.rowcount)
        cursor.execute("DROP TABLE incoming_camera")
    return Merged(new, changed, len(heads) - new - changed)


def _named(statement: str) -> str:
    return statement.format(
        columns=", ".join(COLUMNS),
        known=", ".join(f"c.{name}" for name in COLUMNS),
        told=", ".join(f"COALESCE(i.{name}, c.{name})" for name in COLUMNS),
    )


def _row(head: Head, level: int | None, owners: "_Owners") -> tuple[Any, ...]:
    """Give what is copied; level is what it has, None where the camera is new."""
    new = level is None
    values = {**DEFAULTS, **head.assumed, **head.values} if new else dict(head.values)
    # A private camera keeps its owner, whatever kind of owner its new values would make.
    owner = owners.of(head, values) if new or (head.owner and level == 0) else None
    place = f"SRID=4326;POINT({head.lng!r} {head.lat!r})"
    return head.ref, place, owner, *(values.get(name) for name in SAID)


class _Owners:
    """The owners a list names, found or made once each."""

    def __init__(self, otherwise: str) -> None:
        self.otherwise = otherwise
        self.found: dict[tuple[str, str], UUID] = {}

    def of(self, head: Head, values: dict[str, Any]) -> UUID:
        key = (head.owner or self.otherwise, _kind_of_owner({**head.assumed, **values}))
        if key not in self.found:
            self.found[key] = _owner(*key).id
        return self.found[key]


def _kind_of_owner(values: dict[str, Any]) -> str:
    if values["level"] == Camera.Level.AGENCY:
        return Owner.Kind.AGENCY
    kind = values["kind"]
    return kind if kind in (Owner.Kind.SCHOOL, Owner.Kind.RESIDENT) else Owner.Kind.BUSINESS


def _owner(name: str, kind: str) -> Owner:
    found = Owner.objects.filter(name=name, kind=kind).first()
    if found is not None:
        return found
    agency = None
    if kind == Owner.Kind.AGENCY:
        agency, _ = Agency.objects.get_or_create(name=name[:120])
    return Owner.objects.create(name=name, kind=kind, agency=agency)
