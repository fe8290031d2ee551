"""How sure a district's shares are, from how sure the study's are."""

import math
from typing import Any, NamedTuple

import pandas as pd

Told = dict[str, float]


class Counted(NamedTuple):
    """What a share is of: all of it, what is seen of it, and the variance of its cells."""

    whole: float
    seen: float
    variance: float


def shares(
    found: dict[str, Any], cells: pd.DataFrame, streets: pd.DataFrame, district: int
) -> dict[str, Told | None]:
    """Give a district's shares, each with the interval that the study's own leaves it.

    The study's intervals come from moving whole cameras, so that its cells err together: its
    variance is more than that of as many cells erring alone, p(1 - p), by a factor that survey
    sampling calls the design effect (Kish, Survey Sampling, 1965, 8.2). A district is seen by the
    same kind of cameras, so it is given the same factor: with w the weight of a cell,

        half_d = half · sqrt(Σ_d w²p(1-p) / Σ w²p(1-p)) · Σw / Σ_d w

    on either side, cut off at 0 and 1. Streets err as public ground does. None where the district
    has nothing to be a share of; no interval where the study has none.
    """
    everywhere = _counted(cells, streets)
    here = _counted(cells[cells["district"] == district], streets[streets["district"] == district])
    known = found.get("shares", {})
    return {
        name: _about(here[name], everywhere[name], known.get(name)) if here[name].whole else None
        for name in here
    }


def _counted(cells: pd.DataFrame, streets: pd.DataFrame) -> dict[str, Counted]:
    public = cells[cells["public"]]
    ground = _sums(public, "cells", "seen", "unsure")
    # per metre of street as per cell of public ground
    metres, seen = streets["metres"].sum(), streets.loc[streets["seen"], "metres"].sum()
    per_metre = metres / ground.whole if ground.whole else 0.0
    return {
        "area": _sums(cells, "cells", "seen", "unsure"),
        "public": ground,
        "street": Counted(float(metres), float(seen), ground.variance * per_metre**2),
        "demand": _sums(cells, "asked", "met", "unsure_demand"),
    }


def _sums(frame: pd.DataFrame, *columns: str) -> Counted:
    return Counted(*(float(frame[column].sum()) for column in columns))


def _about(here: Counted, everywhere: Counted, known: Told | None) -> Told:
    value = here.seen / here.whole
    if not known or known.get("low") is None or known.get("high") is None:
        return {"value": value}
    wider = everywhere.whole / here.whole
    if everywhere.variance > 0:
        wider *= math.sqrt(here.variance / everywhere.variance)
    below, above = known["value"] - known["low"], known["high"] - known["value"]
    return {
        "value": value,
        "low": max(value - wider * max(below, 0.0), 0.0),
        "high": min(value + wider * max(above, 0.0), 1.0),
    }
