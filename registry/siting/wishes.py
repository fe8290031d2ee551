"""What a planner asks of a proposal, checked field by field."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from registry.refusals import Fault
from registry.siting import naming
from registry.siting.candidates import Pole, Source
from registry.siting.models import CameraType
from registry.siting.refusals import BadWish

MOST_SITES = 200
MOST_MONEY = 1e9
MOST_DRAWN = 500  # places somebody draws by hand
WEIGHTS = ("area", "street", "demand")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How many cameras or for how much money, of which kinds, on what, and what they are for."""

    many: int | None = None
    budget: float | None = None
    kinds: Sequence[int] = ()
    sources: Sequence[str] = ()
    points: Sequence[tuple[float, float]] = ()
    file: str = ""
    weight: str = "street"

    def checked(self) -> dict[str, Any]:
        """Give it as it is kept. Raises BadWish with every fault there is."""
        faults = list(self._faults())
        named = naming.Named([], [])
        if self.file:
            try:
                named = naming.read(self.file)
            except BadWish as unfit:
                faults += unfit.errors
        if faults:
            raise BadWish(errors=faults)
        drawn = [Pole(lng=lng, lat=lat, source=Source.POINT) for lng, lat in self.points]
        return {
            "many": self.many,
            "budget": self.budget,
            "kinds": sorted(set(self.kinds)),
            "sources": sorted(set(self.sources)),
            "weight": self.weight,
            "named": [[pole.lng, pole.lat, pole.name] for pole in drawn + named.poles],
            "turned_away": len(named.turned),
            "turned": [[each.row, each.why] for each in named.turned[: naming.TOLD]],
        }

    def _faults(self) -> Iterator[Fault]:
        if (self.many is None) == (self.budget is None):
            yield Fault("many", "Say how many cameras, or how much they may cost, and not both.")
        if self.many is not None and not 1 <= self.many <= MOST_SITES:
            yield Fault("many", f"From 1 to {MOST_SITES}.")
        if self.budget is not None and not (
            math.isfinite(self.budget) and 0 < self.budget <= MOST_MONEY
        ):
            yield Fault("budget", "A sum of money, above nothing.")
        offered = set(CameraType.objects.filter(offered=True).values_list("pk", flat=True))
        if not self.kinds or not set(self.kinds) <= offered:
            yield Fault("kinds", "Choose kinds of camera that are offered.")
        if not self.sources or not set(self.sources) <= set(Source):
            yield Fault("sources", f"Choose some of {', '.join(Source)}.")
        if Source.POINT in self.sources and not (self.points or self.file):
            yield Fault("sources", "Draw points, or give a file of them.")
        if len(self.points) > MOST_DRAWN:
            yield Fault("points", f"At most {MOST_DRAWN} are drawn by hand: give a file.")
        if self.weight not in WEIGHTS:
            yield Fault("weight", f"Choose one of {', '.join(WEIGHTS)}.")
