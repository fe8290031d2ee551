"""What a planner asks of a study, checked field by field."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely
from django.utils import timezone

from geo.optics import SCHEMES
from registry.coverage import areas
from registry.coverage.models import Study
from registry.coverage.refusals import BadStudy
from registry.refusals import Fault

LOWEST, HIGHEST = 0.0, 3.0  # metres above ground at which a person or a plate may be looked for
HEAVIEST = 100.0
MONTHS, HOURS = range(1, 13), range(24)
# Each weight says how much of the demand a kind of place makes; together they make all of it.
WEIGHTS = {"calls": 1.0, "schools": 0.0, "crossings": 0.0}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be studied, as it was asked."""

    name: str = ""
    districts: Sequence[int] = ()
    area: Mapping[str, Any] | None = None
    cameras: str = Study.Cameras.ALL
    scheme: str = "dori"
    level: str = "recognise"
    at: datetime | None = None
    hour: int | None = None
    target_height: float = 1.5
    demand: Mapping[str, Any] = field(default_factory=dict)

    def checked_area(self) -> shapely.Geometry:
        """Give the area. Raises BadStudy with every fault there is."""
        faults = list(self._faults())
        shape = None
        try:
            shape = self._shape()
            areas.refuse_too_large(shape)
        except BadStudy as bad:
            faults = [*bad.errors, *faults]
        if faults or shape is None:
            raise BadStudy(errors=faults)
        return shape

    def checked_demand(self) -> dict[str, Any]:
        """Give the demand with what was not said filled in."""
        told = dict(self.demand)
        weights = {name: float(told.get(name, 0.0)) for name in WEIGHTS}
        if not any(name in told for name in WEIGHTS):
            weights = dict(WEIGHTS)
        lists = {name: sorted(set(told.get(name) or ())) for name in ("kinds", "hours", "months")}
        if not lists["hours"] and self.hour is not None:
            lists["hours"] = [self.hour]
        return weights | lists

    def _shape(self) -> shapely.Geometry:
        if self.area is not None and self.districts:
            raise BadStudy(errors=[Fault("area", "Choose districts or draw an area, not both.")])
        if self.area is not None:
            return areas.drawn(dict(self.area))
        if self.districts:
            return areas.of_districts(self.districts)
        raise BadStudy(errors=[Fault("area", "Choose districts or draw an area.")])

    def _faults(self) -> Iterator[Fault]:
        if len(self.name) > 200:
            yield Fault("name", "A name has at most 200 characters.")
        if self.cameras not in Study.Cameras.values:
            yield Fault("cameras", f"Choose one of {', '.join(Study.Cameras.values)}.")
        scheme = SCHEMES.get(self.scheme)
        if scheme is None:
            yield Fault("scheme", f"Choose one of {', '.join(SCHEMES)}.")
        elif self.level not in scheme:
            yield Fault("level", f"Choose one of {', '.join(scheme)}.")
        if self.at is not None and self.at > timezone.now():
            yield Fault("at", "This is in the future: nobody knows the cameras of then.")
        if self.hour is not None and self.hour not in HOURS:
            yield Fault("hour", "An hour is a number from 0 to 23.")
        if not LOWEST <= self.target_height <= HIGHEST:  # which nan is not either
            yield Fault("target_height", f"Between {LOWEST:g} and {HIGHEST:g} m above ground.")
        yield from self._demand_faults()

    def _demand_faults(self) -> Iterator[Fault]:
        told = self.demand
        for name in told.keys() - {*WEIGHTS, "kinds", "hours", "months"}:
            yield Fault(f"demand.{name}", "There is no such demand.")
        for name in WEIGHTS:
            weight = told.get(name, 0.0)
            number = isinstance(weight, int | float) and math.isfinite(weight)
            if not (number and 0 <= weight <= HEAVIEST):
                yield Fault(f"demand.{name}", f"A weight is a number from 0 to {HEAVIEST:g}.")
        for name, all_of_them in (("hours", HOURS), ("months", MONTHS)):
            if any(each not in all_of_them for each in told.get(name) or ()):
                first, last = all_of_them[0], all_of_them[-1]
                yield Fault(f"demand.{name}", f"Numbers from {first} to {last}.")
        if any(not isinstance(each, str) or len(each) > 60 for each in told.get("kinds") or ()):
            yield Fault("demand.kinds", "Kinds of calls are words.")
