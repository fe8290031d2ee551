"""From a camera listed to a case cleared: how many closed calls came how far, by what they were."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from registry.incidents.replaying import UNNAMED
from registry.ledger.ratios import Estimate, share
from registry.ledger.suppressing import LEAST, suppress

BY = {"kind": "Kind of call", "priority": "Priority", "month": "Month"}
PRIVATE_MATTERS = "Home, family and health"  # kinds that tell of somebody are told as one
OTHERS = "Other kinds"


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Counts of one group of calls, each a part of the one before; None is fewer than five.

    listed: an agency camera saw the place or an approach. viewed: somebody opened its pictures.
    said: somebody said whether it helped, of those viewed. helped, misled: what they said.
    known: of those helped, the case's clearance is known. cleared: it was cleared.
    """

    calls: int | None
    listed: int | None
    viewed: int | None
    said: int | None
    helped: int | None
    misled: int | None
    known: int | None
    cleared: int | None

    def shares(self) -> dict[str, Estimate | None]:
        """Give each step's share of those it could be told of."""
        return {
            "listed": _share(self.listed, self.calls),
            "viewed": _share(self.viewed, self.listed),
            "helped": _share(self.helped, self.said),
            "misled": _share(self.misled, self.said),
            "cleared": _share(self.cleared, self.known),
        }


STEPS = tuple(field.name for field in fields(Funnel))


class Group(NamedTuple):
    """One line of the table."""

    name: str
    funnel: Funnel


class Table(NamedTuple):
    """All calls of some months, and the same by group."""

    total: Funnel
    groups: list[Group]


# Steps as they are nested; agency cameras only, as the entry has them.
_STEPS = """
    count(*),
    count(*) FILTER (WHERE listed),
    count(*) FILTER (WHERE listed AND viewed),
    count(*) FILTER (WHERE listed AND viewed AND helped <> ''),
    count(*) FILTER (WHERE listed AND viewed AND helped = 'helped'),
    count(*) FILTER (WHERE listed AND viewed AND helped = 'misled'),
    count(*) FILTER (WHERE listed AND viewed AND helped = 'helped' AND cleared IS NOT NULL),
    count(*) FILTER (WHERE listed AND viewed AND helped = 'helped' AND cleared)
"""
_COUNT = """
    SELECT {group}, {steps}
    FROM (
        SELECT i.kind, i.priority, to_char(i.reported_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month,
            e.seen IN ('seen', 'approach') AS listed, e.looked <> '' AS viewed,
            coalesce(o.helped, '') AS helped, o.cleared
        FROM ledger_entry e
        JOIN incident i ON i.id = e.incident_id
        LEFT JOIN call_outcome o ON o.incident_id = e.incident_id
        WHERE i.reported_at >= %(begin)s::date::timestamp AT TIME ZONE %(zone)s
            AND i.reported_at < %(end)s::date::timestamp AT TIME ZONE %(zone)s
    ) AS call
    GROUP BY 1
    ORDER BY 1
"""


def count(begin: date, end: date, by: str) -> Table:
    """Count the calls reported from a day, before another, by kind, priority or month."""
    if by not in BY:
        raise ValueError(by)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT.format(group=by, steps=_STEPS),
            {"zone": settings.TIME_ZONE, "begin": begin, "end": end},
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    counted = [(str(name), counts) for name, *counts in rows]
    return told(_pooled(counted) if by == "kind" else counted)


def told(counted: Iterable[tuple[str, list[int]]]) -> Table:
    """Leave out what is too few to be told, in every column of the groups and in the sums."""
    rows = list(counted)
    columns = [[counts[step] for _, counts in rows] for step in range(len(STEPS))]
    sums = [sum(column) for column in columns]
    hidden = suppress(columns)
    groups = [
        Group(name, Funnel(**{step: hidden[n][row] for n, step in enumerate(STEPS)}))
        for row, (name, _) in enumerate(rows)
    ]
    total = {step: n if n >= LEAST else None for step, n in zip(STEPS, sums, strict=True)}
    return Table(Funnel(**total), groups)


def private_matter(kind: str) -> bool:
    """Tell whether a kind of call tells of somebody's body, home or family."""
    return any(word in kind.lower() for word in UNNAMED)


def _pooled(counted: list[tuple[str, list[int]]]) -> list[tuple[str, list[int]]]:
    """Put the kinds together that must not stand alone, and those too rare to."""
    pools: dict[str, list[int]] = {}
    for kind, counts in counted:
        name = kind.replace("_", " ").capitalize()
        if private_matter(kind):
            name = PRIVATE_MATTERS
        elif counts[0] < LEAST:
            name = OTHERS
        before = pools.get(name, [0] * len(STEPS))
        pools[name] = [a + b for a, b in zip(before, counts, strict=True)]
    return sorted(pools.items(), key=lambda pool: -pool[1][0])


def _share(part: int | None, whole: int | None) -> Estimate | None:
    return None if part is None or whole is None else share(part, whole)
