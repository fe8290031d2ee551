"""Which column of somebody's list of past calls holds which field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from registry.incidents.refusals import UnreadableIncidents

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "external_id": ("external_id", "incident_id", "case_number", "call_number", "number", "id"),
    "number": ("number", "case_number", "call_number"),
    "kind": ("kind", "type", "call_type", "category", "offense", "nature"),
    "priority": ("priority",),
    "summary": ("summary", "description", "narrative"),
    "address": ("address", "location", "block"),
    "lng": ("lng", "lon", "long", "longitude", "x"),
    "lat": ("lat", "latitude", "y"),
    "reported_at": ("reported_at", "reported", "call_time", "date_time", "datetime", "date"),
    "closed_at": ("closed_at", "closed", "cleared_at", "end_time"),
}
# As spreadsheets write a time where nobody has told them how.
SPREADSHEETS = ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y")


class Unfit(ValueError):
    """A row that cannot be a call; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """A call of the past as its row tells it."""

    external_id: str
    number: str
    kind: str
    priority: int
    summary: str
    address: str
    lng: float
    lat: float
    reported_at: datetime
    closed_at: datetime


def mapping(given: Iterable[str]) -> dict[str, str]:
    """Read `field=column` as people type it after --map."""
    pairs = {}
    for text in given:
        field, equals, column = (part.strip() for part in text.partition("="))
        if not equals or not column or field not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise UnreadableIncidents(f"--map {text}: write field=column; the fields are {known}.")
        pairs[field] = column
    return pairs


def check(named: Mapping[str, str], columns: Iterable[str], *, spatial: bool) -> None:
    """Refuse a table without the columns a call needs."""
    there = list(columns)
    lower = {column.lower() for column in there}
    needed = ("external_id", "kind", "reported_at", *(() if spatial else ("lng", "lat")))
    missing = [f"no column {name}" for name in named.values() if name.lower() not in lower]
    missing += [
        f"no column for {field} (say --map {field}=COLUMN)"
        for field in needed
        if field not in named and lower.isdisjoint(COLUMNS[field])
    ]
    if missing:
        there_are = ", ".join(there)[:500]
        raise UnreadableIncidents(f"There is {', '.join(missing)}. There are: {there_are}.")


def past(
    cells: Mapping[str, str], named: Mapping[str, str], spot: tuple[float, float] | None
) -> Past:
    """Read one row; Unfit says why it cannot be one."""
    told = _by_field(cells, named)
    for field in ("external_id", "kind", "reported_at"):
        if field not in told:
            raise Unfit(f"it has no {field}")
    lng, lat = spot or (_number(told, "lng"), _number(told, "lat"))
    if not (abs(lng) <= 180 and abs(lat) <= 90):
        raise Unfit(f"{lng:g}, {lat:g} is not on the earth")
    if lng == 0 and lat == 0:
        raise Unfit("0,0 is what systems say that do not know where")
    reported_at = _moment(told["reported_at"])
    closed_at = _moment(told["closed_at"]) if "closed_at" in told else reported_at
    if closed_at < reported_at:
        raise Unfit("it was closed before it was reported")
    return Past(
        external_id=told["external_id"][:120],
        number=told.get("number", told["external_id"])[:60],
        kind=told["kind"][:60],
        priority=_priority(told.get("priority", "3")),
        summary=told.get("summary", "")[:500],
        address=told.get("address", "")[:300],
        lng=lng,
        lat=lat,
        reported_at=reported_at,
        closed_at=closed_at,
    )


def _by_field(cells: Mapping[str, str], named: Mapping[str, str]) -> dict[str, str]:
    lower = {name.lower(): text.replace("\x00", "").strip() for name, text in cells.items()}
    found = {}
    for field, usual in COLUMNS.items():
        columns = (named[field].lower(),) if field in named else usual
        if text := next((lower[column] for column in columns if lower.get(column)), ""):
            found[field] = text
    return found


def _number(told: Mapping[str, str], field: str) -> float:
    if field not in told:
        raise Unfit(f"it has no {field}")
    try:
        return float(told[field].replace(",", "."))
    except ValueError:
        raise Unfit(f"{field} “{told[field][:40]}” is not a number") from None


def _priority(text: str) -> int:
    if text not in {"1", "2", "3", "4", "5"}:
        raise Unfit(f"priority “{text[:40]}” is not 1 to 5")
    return int(text)


def _moment(text: str) -> datetime:
    """Read a time; one that names no zone is the centre's own."""
    for form in ("", *SPREADSHEETS):
        try:
            moment = datetime.strptime(text, form) if form else datetime.fromisoformat(text)
        except ValueError:
            continue
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        if moment > timezone.now():
            raise Unfit(f"“{text[:40]}” lies in the future")
        return moment
    raise Unfit(f"“{text[:40]}” is not a time")
