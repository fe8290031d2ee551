"""The numbers of a study: shares with their intervals, sums of area and street."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import h3
import numpy as np
from h3ronpy import change_resolution
from numpy.typing import NDArray

from geo.optics import SCHEMES
from registry.coverage.doubt import Drawn
from registry.coverage.found import Found
from registry.coverage.ground import Ground
from registry.coverage.models import Reason, Study
from registry.coverage.streets import Pieces

Floats = NDArray[np.float64]
OVERLAPS = ("1", "2", "3+")
SAMPLE = 1000  # cells measured: within one study their sizes differ by less than a hundredth


@dataclass(frozen=True, eq=False)
class Weighed:
    """How much each cell counts: area in square metres, and for each share its weight."""

    area: Floats
    metres: Floats
    demand: Floats
    public: Floats

    @property
    def shares(self) -> dict[str, Floats]:
        """Give the weights by the names of the shares."""
        return {
            "area": self.area,
            "public": self.public,
            "street": self.metres,
            "demand": self.demand,
        }


def weigh(ground: Ground, pieces: Pieces, demand: Floats) -> Weighed:
    """Weigh the cells of the ground: every one as large as they are there on average."""
    count = len(ground)
    some = ground.table.ids[:: count // SAMPLE + 1]
    sizes = [h3.cell_area(h3.int_to_str(cell), unit="m^2") for cell in some.tolist()]
    area = np.full(count, np.mean(sizes) if sizes else 0.0)
    return Weighed(area, pieces.metres_by_cell(count), demand, area * ground.public)


def numbers(
    found: Found, reason: NDArray[np.uint8], weighed: Weighed, drawn: Drawn, study: Study
) -> dict[str, Any]:
    """Give what is exact, of the agency's cameras alone; what there is none of has no share."""
    levels = len(SCHEMES[study.scheme]) + 1
    area, metres, seen = weighed.area, weighed.metres, found.seen

    def by(rank: NDArray[np.int64], weight: Floats, count: int) -> list[float]:
        return [float(each) for each in np.bincount(rank, weight, minlength=count)]

    overlap = by(np.minimum(found.cameras, len(OVERLAPS)), area, len(OVERLAPS) + 1)
    unseen = {each: reason == each for each in Reason if each is not Reason.NONE}
    return {
        "cells": len(area),
        "area_m2": float(area.sum()),
        "public_m2": float(weighed.public.sum()),
        "shares": {
            name: _share(seen, weight, drawn, name) for name, weight in weighed.shares.items()
        },
        "street_m": {
            "total": float(metres.sum()),
            "seen": float(metres[seen].sum()),
            "by_level": by(found.level, metres, levels),
        },
        "area_by_level": by(found.level, area, levels),
        "overlap": dict(zip(OVERLAPS, overlap[1:], strict=True)),
        "reasons": {
            each.name.lower(): {"m2": float(area[has].sum()), "street_m": float(metres[has].sum())}
            for each, has in unseen.items()
        },
    }


def with_private(
    shares: Mapping[int, float | None], ground: Ground, found: Found, area: Floats
) -> dict[str, Any]:
    """Give the share of the area with private cameras, a + (1 - a)·p; None where none is told."""
    told = {cell: share for cell, share in shares.items() if share is not None}
    return {
        "area": float((combined(told, ground, found) @ area) / area.sum()) if told else None,
        "blocks_told": len(told),
        "blocks": len(shares),
    }


def combined(told: Mapping[int, float], ground: Ground, found: Found) -> Floats:
    """Give how much of each cell is seen by any camera: all of it, or what its block says."""
    answer = found.seen.astype(float)
    ids = np.array(sorted(told), np.int64).astype(np.uint64)
    for resolution in sorted({h3.get_resolution(h3.int_to_str(int(each))) for each in ids}):
        homes = np.asarray(change_resolution(ground.table.ids, resolution), np.uint64)
        for home in np.intersect1d(homes, ids):
            here = (homes == home) & ~found.seen
            answer[here] = told[int(home.astype(np.int64))]
    return answer


def _share(seen: NDArray[np.bool_], weight: Floats, drawn: Drawn, name: str) -> dict[str, Any]:
    total = float(weight.sum())
    if not total:
        return {"value": None, "low": None, "high": None}
    value = float(weight[seen].sum() / total)
    low, high = drawn.interval(name, value)
    return {"value": value, "low": low, "high": high}
