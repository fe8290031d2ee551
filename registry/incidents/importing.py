"""A deed: take a list of past calls in, all of its good rows or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from django.contrib.gis.geos import Point
from django.db import transaction

from registry.audit.actors import Named
from registry.audit.recording import record
from registry.incidents import columns
from registry.incidents.columns import Past, Unfit
from registry.incidents.models import Incident
from registry.incidents.opening import BY_HAND
from registry.incidents.refusals import UnreadableIncidents
from registry.places import geodata, tables
from registry.places.records import Record
from registry.rejections import write_rejected

TOLD = (
    "number", "kind", "priority", "summary", "address", "position", "state", "reported_at",
    "updated_at", "closed_at", "changed_at",
)  # fmt: skip


@dataclass
class Outcome:
    """What became of a list: calls taken new, calls known before, and rows turned away."""

    accepted: int = 0
    changed: int = 0
    rejected: list[dict[str, object]] = field(default_factory=list)
    rejected_file: Path | None = None


def import_incidents(
    path: Path,
    actor: Named,
    *,
    source: str = "",
    named: Mapping[str, str] | None = None,
    crs: str | None = None,
) -> Outcome:
    """Store past calls as closed ones; those known by source and external_id are told anew."""
    if not path.is_file():
        raise UnreadableIncidents(f"There is no file {path}.")
    is_table = path.name.lower().endswith(tables.SUFFIXES)
    rows = list(tables.read(path) if is_table else geodata.read(path, crs))
    columns.check(named or {}, rows[0].fields if rows else (), spatial=not is_table)
    source = (source or path.stem)[:40]
    if source == BY_HAND:
        raise UnreadableIncidents("Calls begun by hand are made here; name another --source.")
    outcome = Outcome()
    calls = [_closed(past, source) for past in _read(rows, named or {}, outcome.rejected)]
    with transaction.atomic():
        before = Incident.registry.filter(source=source).count()
        Incident.registry.bulk_create(
            calls,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["source", "external_id"],
            update_fields=TOLD,
        )
        outcome.accepted = Incident.registry.filter(source=source).count() - before
        outcome.changed = len(calls) - outcome.accepted
        counts = {"accepted": outcome.accepted, "changed": outcome.changed}
        counts["rejected"] = len(outcome.rejected)
        record(actor, "incidents_imported", "file", path.name[:64], detail=counts)
        outcome.rejected_file = write_rejected(path, outcome.rejected)
    return outcome


def _read(
    rows: list[Record], named: Mapping[str, str], rejected: list[dict[str, object]]
) -> Iterator[Past]:
    seen: dict[str, int] = {}
    for row in rows:
        try:
            past = columns.past(row.fields, named, _spot(row))
            if past.external_id in seen:
                raise Unfit(f"{past.external_id} was used before, in row {seen[past.external_id]}")
        except Unfit as unfit:
            rejected.append({"row": row.number, "reason": f"{unfit}.", **row.fields})
            continue
        seen[past.external_id] = row.number
        yield past


def _spot(row: Record) -> tuple[float, float] | None:
    if row.shape is None:
        return None
    if shapely.is_empty(row.shape) or shapely.get_type_id(row.shape) != shapely.GeometryType.POINT:
        raise Unfit("a call happens at a point")
    return float(shapely.get_x(row.shape)), float(shapely.get_y(row.shape))


def _closed(past: Past, source: str) -> Incident:
    return Incident(
        source=source,
        external_id=past.external_id,
        number=past.number,
        kind=past.kind,
        priority=past.priority,
        summary=past.summary,
        address=past.address,
        position=Point(past.lng, past.lat, srid=4326),
        state=Incident.State.CLOSED,
        reported_at=past.reported_at,
        updated_at=past.closed_at,
        closed_at=past.closed_at,
    )
