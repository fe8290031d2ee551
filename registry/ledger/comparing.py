"""Before and after, here and elsewhere: a comparison of calls in three areas and two periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from numpy.typing import NDArray

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.ledger import ratios
from registry.ledger.displacement import Displacement, displacement, fewer, verdict
from registry.ledger.funnel import PRIVATE_MATTERS, private_matter
from registry.ledger.months import Month, Period
from registry.ledger.places import NAMES, Area, Places
from registry.ledger.ratios import Counts, Estimate
from registry.ledger.refusals import CannotCompare
from registry.ledger.suppressing import LEAST, suppress
from registry.refusals import Fault

NOT_CAUSAL = (
    "This says that calls changed, not why. Areas were not chosen by lot; other things changed"
    " meanwhile; places chosen because they were bad tend to get better by themselves."
)

UNLIKE = 4.0  # how many times as many calls one area may have as its control

_CALLS = """
    SELECT i.kind, ST_X(i.position), ST_Y(i.position),
        extract(year FROM i.reported_at AT TIME ZONE %(zone)s)::int * 12
            + extract(month FROM i.reported_at AT TIME ZONE %(zone)s)::int - 1
    FROM incident i
    WHERE i.state = 'closed'
        AND i.position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
        AND i.reported_at >= %(begin)s::date::timestamp AT TIME ZONE %(zone)s
        AND i.reported_at < %(end)s::date::timestamp AT TIME ZONE %(zone)s
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is compared. Kinds are those of the funnel; none are all."""

    treated: Area
    ring_m: float
    control: Area
    before: Period
    after: Period
    kinds: Sequence[str] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparison:
    """The counts, (3 areas, months), of NAMES and of the months before and after, and their sums.

    Measures are None where a sum is too small to be told, or a formula has no answer.
    """

    asked: Asked
    places: Places
    monthly: NDArray[np.int64]

    @property
    def months(self) -> list[Month]:
        """List the months compared."""
        return [*self.asked.before.months, *self.asked.after.months]

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """Give the sums of each area, as they are: not to be told where `too_few`."""
        until = self.asked.before.length
        return {
            name: Counts(int(months[:until].sum()), int(months[until:].sum()))
            for name, months in zip(NAMES, self.monthly, strict=True)
        }

    @property
    def too_few(self) -> bool:
        """Tell whether a sum is one that is not told."""
        return any(n < LEAST for counts in self.counts.values() for n in counts)

    @property
    def told(self) -> dict[str, list[int | None]]:
        """Give the sums as they may be told."""
        return {
            name: [n if n >= LEAST else None for n in counts]
            for name, counts in self.counts.items()
        }

    @property
    def told_monthly(self) -> list[list[int | None]]:
        """Give each area's counts by month as they may be told."""
        until = self.asked.before.length
        halves = (self.monthly[:, :until].tolist(), self.monthly[:, until:].tolist())
        return [a + b for a, b in zip(*map(suppress, halves), strict=True)]

    @property
    def lengths(self) -> tuple[float, float]:
        """Give the months before and after."""
        return float(self.asked.before.length), float(self.asked.after.length)

    @property
    def rate_ratios(self) -> dict[str, Estimate | None]:
        """Give each area's rate after over that before."""
        return {
            name: None
            if self.too_few
            else ratios.rate_ratio(counts, *self.lengths, ratios.OVERDISPERSION)
            for name, counts in self.counts.items()
        }

    @property
    def net(self) -> Estimate | None:
        """Give the treated area's change over the control area's."""
        if self.too_few:
            return None
        treated, control = self.counts["treated"], self.counts["control"]
        return ratios.ratio_of_ratios(treated, control, ratios.OVERDISPERSION)

    @property
    def effect(self) -> Estimate | None:
        """Give the relative effect size."""
        if self.too_few:
            return None
        return ratios.relative_effect(self.counts["treated"], self.counts["control"])

    @property
    def alike(self) -> bool:
        """Tell whether the control area had about as many calls before as the treated area."""
        treated, control = self.counts["treated"].before, self.counts["control"].before
        return treated / UNLIKE <= control <= treated * UNLIKE

    @property
    def difference(self) -> Estimate | None:
        """Give the calls a month more or fewer than if it had changed as the control area did."""
        if self.too_few or not self.alike:
            return None
        return fewer(self.counts["treated"], self.counts["control"], lengths=self.lengths)

    @property
    def displaced(self) -> Displacement | None:
        """Give the measures of displacement."""
        if self.too_few:
            return None
        treated, ring, control = (self.counts[name] for name in NAMES)
        return displacement(treated, ring, control, self.lengths)

    @property
    def verdict(self) -> str:
        """Say what the quotient means, and with what doubt."""
        if not (self.displaced and self.net):
            return ""
        words = verdict(self.displaced)
        if self.displaced.quotient is None or self.net.tells:
            return words
        doubt = "Were the fall in the treated area more than chance, which is not shown:"
        return f"{doubt} {words[0].lower()}{words[1:]}"


def compare(asked: Asked, *, by: Actor, request_id: str = "", client: str = "") -> Comparison:
    """Count, and write down who asked: each question about places is one. Raises CannotCompare."""
    if asked.before.ends >= asked.after.begins:
        why = "The time after begins when the time before is over."
        raise CannotCompare(errors=[Fault("after_begins", why)])
    places = Places.of(asked.treated, asked.ring_m, asked.control)
    with transaction.atomic():
        detail = {
            "before": str(asked.before),
            "after": str(asked.after),
            "ring": asked.ring_m,
            "kinds": list(asked.kinds),
            "cells": [len(cells) for cells in places.all],
            "around": [round(edge, 4) for edge in places.bounds],
        }
        record(by, "effect_compared", detail=detail, request_id=request_id, client=client)
    return Comparison(asked=asked, places=places, monthly=_count(asked, places))


def named(kind: str) -> str:
    """Name a kind as it is told: those that tell of somebody have one name."""
    return PRIVATE_MATTERS if private_matter(kind) else kind


def _count(asked: Asked, places: Places) -> NDArray[np.int64]:
    months = [month.number for month in (*asked.before.months, *asked.after.months)]
    counts = np.zeros((len(NAMES), len(months)), np.int64)
    west, south, east, north = places.bounds
    with connection.cursor() as cursor:
        cursor.execute(
            _CALLS,
            {
                "west": west, "south": south, "east": east, "north": north,
                "begin": asked.before.days[0], "end": asked.after.days[1],
                "zone": settings.TIME_ZONE,
            },
        )  # fmt: skip
        rows = [row for row in cursor if not asked.kinds or named(row[0]) in asked.kinds]
    if not rows:
        return counts
    _, lng, lat, month = zip(*rows, strict=True)
    area = places.which(np.array(lng, float), np.array(lat, float))
    column = np.searchsorted(months, month)
    # the months between the two periods are nobody's
    kept = (area >= 0) & (np.take(months, column, mode="clip") == month)
    np.add.at(counts, (area[kept], column[kept]), 1)
    return counts
