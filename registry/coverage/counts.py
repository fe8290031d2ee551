"""A study's rows added up in the database, as frames for the tables."""

from typing import Any

import pandas as pd
from django.db.models import Case, Count, F, FloatField, Q, Sum, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Power

from registry.coverage.models import Study, StudyBlock

SEEN = Q(cameras__gt=0)
_UNSURE = F("sure") * (1.0 - F("sure"))
_DIGITS = 15  # resolutions of H3, three bits each
_RESOLUTION_AT = 52  # the bit where a cell's resolution begins
OUTSIDE = 0  # stands for no district: frames have no null among whole numbers


def parent(resolution: int) -> Combinable:
    """Give a cell's parent by its bits: its resolution set, the digits below it all ones.

    Bit layout: https://h3geo.org/docs/core-library/h3Indexing
    """
    digits = (1 << 3 * (_DIGITS - resolution)) - 1
    bare = F("cell").bitand(~(_DIGITS << _RESOLUTION_AT))
    return bare.bitor(resolution << _RESOLUTION_AT | digits)


def resolution_of(cell: int) -> int:
    """Read the resolution of an H3 cell."""
    return cell >> _RESOLUTION_AT & _DIGITS


def cells(study: Study) -> pd.DataFrame:
    """Count cells by district, level and whether they are public; with what is asked of them.

    `unsure` is the sum of the variances of cells seen or not, p(1 - p); `unsure_demand` weighs
    each by its demand, squared.
    """
    rows = study.cells.values("district", "level", "public").annotate(
        cells=Count("cell"),
        seen=Count("cell", filter=SEEN),
        overlapping=Count("cell", filter=Q(cameras__gt=1)),
        looks=Sum("cameras"),
        asked=Sum("demand"),
        met=_sum_where(SEEN, "demand"),
        unsure=Sum(_UNSURE),
        unsure_demand=Sum(Power("demand", 2.0) * _UNSURE),
    )
    frame = _frame(rows, ["level", "public", "cells", "seen", "overlapping", "looks", "asked",
                          "met", "unsure", "unsure_demand"])  # fmt: skip
    # Without a row it would be of no type, and choose columns where it should choose rows.
    return frame.astype({"public": bool})


def streets(study: Study) -> pd.DataFrame:
    """Add up metres of street by district, level and whether they are seen."""
    rows = study.streets.values("district", "level", "seen").annotate(
        metres=Sum("metres"), asked=Sum("demand")
    )
    return _frame(rows, ["level", "seen", "metres", "asked"]).astype({"seen": bool})


def places(study: Study, resolution: int) -> pd.DataFrame:
    """Add up what is asked and how many look, by cells of a coarser resolution."""
    rows = (
        study.cells.annotate(place=parent(resolution))
        .values("place", "district")
        .annotate(
            cells=Count("cell"),
            seen=Count("cell", filter=SEEN),
            looks=Sum("cameras"),
            asked=Sum("demand"),
        )
    )
    return _frame(rows, ["place", "cells", "seen", "looks", "asked"])


def blocks(study: Study) -> pd.DataFrame:
    """Count the cells of each district in each block of which a share is told."""
    told = list(StudyBlock.objects.filter(study=study, share__isnull=False))
    by_resolution: dict[int, dict[int, float]] = {}
    for block in told:
        by_resolution.setdefault(resolution_of(block.cell), {})[block.cell] = float(
            block.share or 0
        )
    frames = [_frame(pd.DataFrame(), ["share", "cells", "seen"])]
    for resolution, shares in by_resolution.items():
        rows = (
            study.cells.annotate(block=parent(resolution))
            .filter(block__in=shares)
            .values("district", "block")
            .annotate(cells=Count("cell"), seen=Count("cell", filter=SEEN))
        )
        frame = _frame(rows, ["block", "cells", "seen"])
        frames.append(frame.assign(share=frame["block"].map(shares)))
    return pd.concat(frames, ignore_index=True)


def _sum_where(condition: Q, field: str) -> Sum:
    return Sum(Case(When(condition, then=F(field)), default=0.0, output_field=FloatField()))


def _frame(rows: Any, columns: list[str]) -> pd.DataFrame:
    """Give a frame that has its columns also where there is no row."""
    frame = pd.DataFrame(list(rows), columns=["district", *columns])
    return frame.assign(district=frame["district"].fillna(OUTSIDE).astype("int64"))
