"""What it costs a year to see a metre of street that somebody asks for, and what else is to be had.

No discounting, no inflation, nothing back for what is left of a life: a first comparison, which
anybody can check with a pencil.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings

from registry.coverage.cameras import of_study
from registry.coverage.models import Study
from registry.siting.gaps import Street, asked_addresses, street
from registry.siting.models import CameraType, Cost, UnitCost
from registry.siting.refusals import UnknownCameraType

FIVE = 5  # years


class Spent(NamedTuple):
    """Money in settings.CURRENCY: a year, all in all; and what is paid in five years."""

    annual: float = 0.0
    five_years: float = 0.0

    def plus(self, other: "Spent") -> "Spent":
        """Add them up."""
        return Spent(self.annual + other.annual, self.five_years + other.five_years)


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to spend money on an area, and the street metres it brings.

    `weighted_m` counts a metre by what is asked of it: see gaps.Street.
    """

    what: str
    name: str
    units: float
    unit: str
    spent: Spent
    metres: float
    weighted_m: float
    low: float | None = None
    high: float | None = None

    def told(self) -> dict[str, Any]:
        """Give it as a row: money per weighted metre and year, with the interval of its metres."""
        return {
            "what": self.what,
            "name": self.name,
            "units": self.units,
            "unit": self.unit,
            "annual": round(self.spent.annual, 2),
            "five_years": round(self.spent.five_years, 2),
            "metres": round(self.metres, 1),
            "weighted_m": round(self.weighted_m, 1),
            "per_metre": {
                "value": _per(self.spent.annual, self.weighted_m),
                "low": _per(self.spent.annual, self.high),
                "high": _per(self.spent.annual, self.low),
            },
        }


def spent(cost: Cost, units: float = 1.0) -> Spent:
    """Give what so many cost: capital/life + yearly a year, and what is paid in five years.

    Straight-line annualisation, the equivalent annual cost at a rate of 0 % (Brealey, Myers and
    Allen, Principles of Corporate Finance, ch. 6). In five years a thing is bought once and again
    each time its life ends within them: capital · ⌈5 / life⌉ + 5 · yearly.
    """
    capital, yearly = float(cost.capital), float(cost.yearly)
    bought = math.ceil(FIVE / cost.life_years)
    return Spent(
        units * (capital / cost.life_years + yearly), units * (capital * bought + FIVE * yearly)
    )


def price(kinds: Mapping[int, int]) -> Spent:
    """Give what so many of each kind of camera cost. Raises UnknownCameraType."""
    known = CameraType.objects.in_bulk(list(kinds))
    if set(kinds) - known.keys():
        raise UnknownCameraType
    total = Spent()
    for kind, count in kinds.items():
        total = total.plus(spent(known[kind], count))
    return total


def money(
    study: Study, proposed: Mapping[int, int] | None = None, adds: float = 0.0
) -> dict[str, Any]:
    """Compare what an area's cameras cost with what else the money would do there.

    `proposed` are new cameras by kind, `adds` the weighted metres they would bring.
    """
    found = street(study)
    kinds = list(CameraType.objects.all())
    ways = [_standing(study, kinds, found), *_instead(study, found)]
    if proposed:
        count = sum(proposed.values())
        ways.append(
            Way(
                what="proposed",
                name="Proposed cameras",
                units=count,
                unit="cameras",
                spent=price(proposed),
                metres=adds,
                weighted_m=adds,
            )
        )
    rows = [way.told() for way in ways]
    recruiting = next(row for row in rows if row["what"] == UnitCost.What.RECRUITING)
    return {
        "currency": settings.CURRENCY,
        "rows": rows,
        "kinds": [_kind(kind, recruiting["per_metre"]["value"]) for kind in kinds if kind.offered],
        "asked": found.asked,
    }


def _standing(study: Study, kinds: list[CameraType], found: Street) -> Way:
    """Cost the agencies' cameras of the study as the kinds they are most like."""
    stood = of_study(study, study.area.extent)
    total = Spent()
    for each in stood:
        if kind := like(kinds, each.sight.form, each.sight.mount):
            total = total.plus(spent(kind))
    share = study.numbers.get("shares", {}).get("street") or {}
    sure = (share.get("value") or 0) > 0
    low, high = (
        found.seen_weighted * share[end] / share["value"] if sure and end in share else None
        for end in ("low", "high")
    )
    return Way(
        what="standing", name="Cameras that stand there", units=len(stood), unit="cameras",
        spent=total, metres=found.seen, weighted_m=found.seen_weighted, low=low, high=high,
    )  # fmt: skip


def like(kinds: Iterable[CameraType], form: str, mount: str) -> CameraType | None:
    """Find the first kind of this form and mount, else of this form, else any."""
    offered = list(kinds)
    return min(
        offered,
        key=lambda kind: (kind.form != form, kind.mount != mount, kind.pk),
        default=None,
    )


def _instead(study: Study, found: Street) -> list[Way]:
    """Cost asking the addresses of the gaps, and lighting the gaps."""
    costs = UnitCost.objects.in_bulk()
    asking, light = costs[UnitCost.What.RECRUITING], costs[UnitCost.What.LIGHTING]
    addresses = asked_addresses(study)
    brought = min(addresses * asking.answering * asking.metres, found.unseen)
    each = found.unseen_weighted / found.unseen if found.unseen else 0.0
    return [
        Way(
            what=asking.what, name="Asking addresses to register", units=addresses,
            unit="addresses asked", spent=spent(asking, addresses), metres=brought,
            weighted_m=brought * each,
        ),
        Way(
            what=light.what, name="Lighting what nobody sees", units=found.unseen,
            unit="metres of street", spent=spent(light, found.unseen),
            metres=found.unseen * light.metres, weighted_m=found.unseen_weighted * light.metres,
        ),
    ]  # fmt: skip


def _kind(kind: CameraType, recruiting: float | None) -> dict[str, Any]:
    """Say of a kind what one costs, and how much street it must bring to be worth its money."""
    one = spent(kind)
    return {
        "id": kind.pk,
        "name": kind.name,
        "annual": round(one.annual, 2),
        "five_years": round(one.five_years, 2),
        "worth_m": round(one.annual / recruiting, 1) if recruiting else None,
    }


def _per(annual: float, metres: float | None) -> float | None:
    return round(annual / metres, 2) if metres else None
