"""A plan's difference in numbers, held against the whole study."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from registry.coverage.models import Study, StudyCell
from registry.scenarios.folding import Folded
from registry.scenarios.ground import Ground
from registry.scenarios.streets import metres_on
from registry.scenarios.trials import Verdict

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def of(
    study: Study,
    ground: Ground,
    was: Ints,
    would: Ints,
    verdicts: NDArray[np.uint8],
    overlapped: int,
    folded: Folded,
) -> dict[str, Any]:
    """Give the numbers: metres, square metres, and shares (0..1) of the study's own totals.

    `was` and `would` count the cameras that see each cell well enough. `estimate` is with the
    private cameras, by what their blocks say: of ground they see a share already, so much less is
    new or lost.
    """
    turned = (would > 0).astype(float) - (was > 0)
    totals, street = study.numbers, metres_on(study, ground)
    area, asked = turned * ground.area_m2, turned * ground.demand
    return {
        "area": _part(float(area.sum()), totals.get("area_m2")),
        "public": _part(area[ground.public].sum(), totals.get("public_m2")),
        "street": _part(float(turned @ street), totals.get("street_m", {}).get("total")),
        "demand": _part(asked.sum(), _demand(study.pk)),
        "estimate": {
            "area": _part(float(area @ (1 - ground.told)), totals.get("area_m2")),
            "street": _part(
                float((turned * (1 - ground.told)) @ street),
                totals.get("street_m", {}).get("total"),
            ),
        },
        "twice_m2": round(float(((would > 1) * 1.0 - (was > 1)) @ ground.area_m2), 1),
        "overlaps": overlapped,
        "cells": {kind.name.lower(): int((verdicts == kind).sum()) for kind in Verdict if kind},
        "cameras": _cameras(folded.before, folded.after),
    }


def _part(amount: float, whole: float | None) -> dict[str, float | None]:
    share = float(amount) / whole if whole else None
    return {
        "amount": round(float(amount), 1) + 0.0,
        "share": None if share is None else round(share, 5) + 0.0,
    }


@lru_cache(maxsize=64)
def _demand(study: UUID) -> float | None:
    """Sum what is asked of a whole study, which is finished and changes no more."""
    return StudyCell.objects.filter(study=study).aggregate(all=Sum("demand"))["all"] or None


def _cameras(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, int]:
    return {
        "added": len(after.keys() - before.keys()),
        "changed": len(after.keys() & before.keys()),
        "removed": len(before.keys() - after.keys()),
    }
