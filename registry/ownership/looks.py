"""Every look at an owner's camera, read from the audit log; what is withheld is counted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from registry.cameras.models import Camera
from registry.incidents import purposes
from registry.ownership.models import LONGEST

# What the log calls a deed, and what it is to an owner.
KINDS = {
    "thumbnail_viewed": "still",
    "live_opened": "live",
    "recorded_opened": "recorded",
    "live_asked": "refused",
    "recorded_asked": "refused",
    "still_kept": "kept",
    "still_viewed": "kept_viewed",
    "clip_kept": "clip",
    "clip_viewed": "clip_viewed",
    "ptz_turned": "turned",
    "camera_read": "registry",
    "registration_read": "registry",
    "cameras_listed": "listed",
}
_PURPOSES = dict(purposes.PURPOSES)
TOGETHER = timedelta(hours=1)  # a list that is drawn anew every few seconds is one look
PAGE = 200
# What was asked and given is told by the look that followed; asked and refused stands alone.
_LOOKS = """
    SELECT e.id, e.at, e.action, e.actor_id, e.agency, e.role, e.incident_id, i.number,
        coalesce(nullif(e.purpose, ''), i.purpose, ''), ended.seconds, e.detail ->> 'reason',
        held.until
    FROM (
        (SELECT * FROM audit_entry
        WHERE subject_type = 'camera' AND subject_id = %(camera)s AND action = ANY (%(actions)s)
            AND at < %(before)s AND coalesce(id = %(entry)s, true)
            AND (result = 'refused' OR action NOT LIKE '%%\\_asked')
        ORDER BY at DESC LIMIT %(most)s)
        UNION ALL
        (SELECT * FROM audit_entry
        WHERE action = 'cameras_listed' AND detail -> 'cameras' @> to_jsonb(%(camera)s::text)
            AND at < %(before)s AND coalesce(id = %(entry)s, true)
        ORDER BY at DESC LIMIT %(most)s)
    ) AS e
    LEFT JOIN incident i ON i.id = e.incident_id
    LEFT JOIN LATERAL (
        SELECT least(w.until, e.at + make_interval(secs => %(longest)s)) AS until
        FROM withholding w
        WHERE w.incident_id = e.incident_id AND w.lifted_at IS NULL
    ) AS held ON held.until > now()
    LEFT JOIN LATERAL (
        SELECT (c.detail ->> 'seconds')::float8 AS seconds FROM audit_entry c
        WHERE c.subject_type = 'camera' AND c.subject_id = e.subject_id
            AND c.actor_id = e.actor_id AND c.request_id = e.request_id AND c.at >= e.at
            AND c.action = replace(e.action, '_opened', '_closed')
        ORDER BY c.at LIMIT 1
    ) AS ended ON e.action IN ('live_opened', 'recorded_opened')
    WHERE e.actor_id <> %(own)s
    ORDER BY e.at DESC, e.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, kw_only=True)
class Look:
    """Somebody looked, or asked to: for whom, why, and for how long."""

    entry: int
    at: datetime
    kind: str
    actor: str
    agency: str
    role: str
    incident: UUID | None
    number: str
    purpose: str
    seconds: float | None
    reason: str
    withheld_until: datetime | None
    times: int = 1
    since: datetime

    @property
    def purpose_name(self) -> str:
        """Give the purpose in the policy's words."""
        return _PURPOSES.get(self.purpose, self.purpose)


@dataclass(frozen=True)
class Timeline:
    """A page of looks, newest first, and how many more are held back, and until when."""

    looks: list[Look]
    withheld: list[tuple[date, int]]
    older: datetime | None


def of(camera: Camera, *, before: datetime | None = None, most: int = PAGE) -> Timeline:
    """Read the looks at one camera."""
    read = list(_read(camera, before or _soon(), most))
    told = [look for look in read if look.withheld_until is None]
    held = Counter(timezone.localdate(look.withheld_until) for look in read if look.withheld_until)
    older = read[-1].at if len(read) == most else None
    return Timeline(list(_together(told)), sorted(held.items()), older)


def every(camera: Camera) -> Iterator[Look]:
    """Read all there are, none twice and none put together, without those held back."""
    before: datetime | None = _soon()
    while before:
        page = list(_read(camera, before, PAGE))
        yield from (look for look in page if look.withheld_until is None)
        before = page[-1].at if len(page) == PAGE else None


def one(camera: Camera, entry: int, *, withheld: bool = False) -> Look | None:
    """Find one look of this camera: one its owner may know of, unless the auditor asks."""
    found = _read(camera, _soon(), 1, entry)
    return next((look for look in found if withheld or look.withheld_until is None), None)


def _soon() -> datetime:
    """Give a moment after whatever the database's clock has written."""
    return timezone.now() + timedelta(minutes=1)


def _read(camera: Camera, before: datetime, most: int, entry: int | None = None) -> Iterator[Look]:
    own = camera.owner.user
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOKS,
            {
                "camera": str(camera.pk),
                "actions": [action for action in KINDS if action != "cameras_listed"],
                "before": before,
                "most": most,
                "entry": entry,
                "own": str(own.uid) if own else "",
                "longest": LONGEST.total_seconds(),
            },
        )
        rows = cursor.fetchall()
    yield from map(_look, rows)


def _look(row: tuple[Any, ...]) -> Look:
    entry, at, action, actor, agency, role, incident, number, purpose, seconds, reason, held = row
    return Look(
        entry=entry,
        at=at,
        kind=KINDS[action],
        actor=actor,
        agency=agency,
        role=role,
        incident=incident,
        number=number or "",
        purpose=purpose,
        seconds=seconds,
        reason=reason or "",
        withheld_until=held,
        since=at,
    )


def _together(looks: Iterable[Look]) -> Iterator[Look]:
    """Tell lists and stills that follow one another, by the same reader for the same, as one."""
    last: Look | None = None
    for look in looks:
        if last is None:
            last = look
        elif _same(last, look):
            last = replace(last, times=last.times + 1, since=look.at)
        else:
            yield last
            last = look
    if last is not None:
        yield last


def _same(later: Look, earlier: Look) -> bool:
    return (
        later.kind == earlier.kind
        and later.kind in {"listed", "still", "registry"}
        and (later.actor, later.incident) == (earlier.actor, earlier.incident)
        and later.since - earlier.at < TOGETHER
    )
