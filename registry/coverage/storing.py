"""Writing what a study found, all of it in one transaction or nothing."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from registry.coverage.blocks import doors_of
from registry.coverage.found import Found
from registry.coverage.ground import Ground
from registry.coverage.hexes import Hex, hexes
from registry.coverage.models import StudyBlock, StudyCell, StudyHex, StudyStreet
from registry.coverage.streets import Pieces, stretches

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]

FOUND = (StudyCell, StudyHex, StudyStreet, StudyBlock)


def store(
    study: UUID,
    ground: Ground,
    found: Found,
    reason: Reasons,
    sure: Floats,
    demand: Floats,
    pieces: Pieces,
    shares: Mapping[int, float | None],
) -> None:
    """Replace a study's rows, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")
    for rows in FOUND:
        rows.objects.filter(study=study).delete()
    cells = zip(
        ground.table.ids.astype(np.int64).tolist(),
        found.px_per_m.tolist(),
        found.level.tolist(),
        found.cameras.tolist(),
        sure.tolist(),
        reason.tolist(),
        ground.public.tolist(),
        demand.tolist(),
        [district or None for district in ground.district.tolist()],
        strict=True,
    )
    _copy(
        "study_cell",
        ("cell", "px_per_m", "level", "cameras", "sure", "reason", "public", "demand",
         "district_id"),
        study,
        cells,
    )  # fmt: skip
    rolled = hexes(ground.table.ids, found.cameras, found.level, reason.astype(np.int64))
    _copy("study_hex", Hex._fields, study, rolled)
    _copy(
        "study_street",
        ("name", "line", "metres", "level", "seen", "reason", "demand", "district_id"),
        study,
        _streets(ground, found, reason, demand, pieces),
    )
    doors = doors_of(shares)
    _copy(
        "study_block",
        ("cell", "addresses", "share"),
        study,
        ((cell, doors[cell], share) for cell, share in shares.items()),
    )


def _streets(
    ground: Ground, found: Found, reason: Reasons, demand: Floats, pieces: Pieces
) -> Iterable[tuple[Any, ...]]:
    """Give the stretches; a cell's demand is shared by the pieces of street that count with it."""
    of = pieces.cell
    metres = pieces.metres_by_cell(len(ground))[of]
    part = demand[of] * pieces.metres / np.where(metres > 0, metres, 1.0)
    level, why, district = found.level[of], reason[of].astype(np.int64), ground.district[of]
    seen = found.seen[of].astype(np.int64)
    for name, line, length, rows in stretches(pieces, level, seen, why, district):
        first = rows.start
        degrees = ground.plane.geometry_to_degrees(line)
        yield (
            name,
            shapely.to_wkb(shapely.set_srid(degrees, 4326), hex=True, include_srid=True),
            length,
            int(level[first]),
            bool(seen[first]),
            int(why[first]),
            float(part[rows].sum()),
            int(district[first]) or None,
        )


def _copy(
    table: str, columns: tuple[str, ...], study: UUID, rows: Iterable[tuple[Any, ...]]
) -> None:
    with connection.cursor() as cursor:
        names = ", ".join(("study_id", *columns))
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((study, *row))
