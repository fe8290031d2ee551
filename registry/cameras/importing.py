"""Taking somebody's list of cameras in: all of its good rows, or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction

from registry.audit.actors import Named
from registry.audit.recording import record
from registry.cameras import columns
from registry.cameras.fields import Unfit
from registry.cameras.merging import Merged, merge
from registry.cameras.models import Camera
from registry.cameras.opening import openings
from registry.cameras.queueing import request_placing
from registry.cameras.reading import Head, heads
from registry.cameras.refusals import UnreadableCameras
from registry.places import geodata, tables
from registry.places.records import Record
from registry.rejections import write_rejected

NEVER_SAID = "Owner not known"


@dataclass
class Outcome:
    """What became of a list: cameras made, changed and left alone, and rows turned away."""

    merged: Merged = field(default_factory=Merged)
    rejected: list[dict[str, object]] = field(default_factory=list)
    rejected_file: Path | None = None


def import_cameras(
    path: Path,
    actor: Named,
    *,
    named: Mapping[str, str] | None = None,
    owner: str = NEVER_SAID,
    crs: str | None = None,
) -> Outcome:
    """Store the cameras of a CSV, GeoJSON or GeoPackage file; known ones are found by their ref.

    `named` says in which column a field is. What a row does not say stays as it is known.
    """
    if not path.is_file():
        raise UnreadableCameras(f"There is no file {path}.")
    is_table = path.name.lower().endswith(tables.SUFFIXES)
    rows = list(tables.read(path) if is_table else geodata.read(path, crs))
    columns.check(named or {}, rows[0].fields if rows else (), spatial=not is_table)
    outcome = Outcome()
    taken = list(_taken(rows, named or {}, outcome.rejected))
    with transaction.atomic():
        outcome.merged = merge(taken, owner)
        if outcome.merged.new or outcome.merged.changed:
            request_placing()
        counts: dict[str, Any] = vars(outcome.merged) | {"rejected": len(outcome.rejected)}
        record(actor, "cameras_imported", "file", path.name[:64], detail=counts)
        outcome.rejected_file = write_rejected(path, outcome.rejected)
    return outcome


def _taken(
    rows: list[Record], named: Mapping[str, str], rejected: list[dict[str, object]]
) -> Iterator[Head]:
    seen: dict[str, int] = {}
    private = _private()
    for row in rows:
        try:
            found = heads(columns.by_field(row.fields, named), _spot(row))
            _refuse_opening(found, private)
            _refuse_seconds(found, seen, row.number)
        except Unfit as unfit:
            rejected.append({"row": row.number, "reason": f"{unfit}.", **row.fields})
            continue
        yield from found


def _spot(row: Record) -> tuple[float, float] | None:
    if row.shape is None:
        return None
    if shapely.is_empty(row.shape):
        raise Unfit("its geometry is empty")
    if shapely.get_type_id(row.shape) != shapely.GeometryType.POINT:
        kind = shapely.GeometryType(int(shapely.get_type_id(row.shape))).name.lower()
        raise Unfit(f"a camera stands at a point, not along a {kind}")
    return float(shapely.get_x(row.shape)), float(shapely.get_y(row.shape))


def _private() -> dict[str, Camera]:
    theirs = Camera.registry.filter(level__gt=Camera.Level.AGENCY).exclude(ref="")
    return {camera.ref: camera for camera in theirs.select_related("owner")}


def _refuse_opening(found: list[Head], private: Mapping[str, Camera]) -> None:
    for head in found:
        if (camera := private.get(head.ref)) is None:
            continue
        told = {"level": camera.level, "kind": camera.kind, **head.values}
        another = head.owner not in ("", camera.owner.name)
        faults = openings(camera, level=told["level"], kind=told["kind"], another_owner=another)
        if faults:
            # The reader of the list ends the sentence.
            raise Unfit("; ".join(f"{each.field}: {each.message}" for each in faults).rstrip("."))


def _refuse_seconds(found: list[Head], seen: dict[str, int], row: int) -> None:
    for head in found:
        if head.ref in seen:
            raise Unfit(f"ref {head.ref} was used before, in row {seen[head.ref]}")
    seen |= dict.fromkeys((head.ref for head in found), row)
