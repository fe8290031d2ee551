"""What a plan would change of a study: only the cells that its cameras saw or would see.

Every number is of the agency's cameras, as a study's are; with private cameras there is an
estimate by block and nothing finer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.measuring import Measured
from geo.optics import SCHEMES
from registry.cameras.drawing import draw
from registry.cameras.neighbourhoods import square_of
from registry.cameras.surroundings import buildings_around
from registry.coverage.cameras import OFTEN, of_study, uptime_of
from registry.coverage.measuring import measure_sights
from registry.coverage.models import Study
from registry.coverage.rows import rows_of
from registry.coverage.sights import Bounds, Placed
from registry.scenarios import deltas
from registry.scenarios.changes import NEW, Change
from registry.scenarios.folding import Folded, fold
from registry.scenarios.ground import Ground, ground_of
from registry.scenarios.trials import Changed, Verdict

METRES_PER_DEGREE = 110_500.0


@dataclass(frozen=True, eq=False)
class Seen:
    """How well each of some cells is seen, (C,), and by how many well enough."""

    px_per_m: NDArray[np.float64]
    cameras: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Preview:
    """A plan's numbers, its cells, and the fields of view of the cameras it concerns."""

    numbers: dict[str, Any]
    changed: Changed
    before: Seen
    after: Seen
    views: dict[str, shapely.Geometry | None]


def cameras_of(study: Study) -> dict[str, Placed]:
    """Give the agency's cameras that range into the area, as they were when it was studied."""
    return {str(each.id): each for each in of_study(study, study.area.extent)}


def preview(study: Study, changes: Sequence[Change]) -> Preview:
    """Hold a plan against its study. Raises BadChanges."""
    cameras = cameras_of(study)
    folded = fold(cameras, changes)
    often = _often(cameras)
    before, after = (_measured(study, some, often) for some in (folded.before, folded.after))
    ground = ground_of(study, np.union1d(before.cell, after.cell))
    others = _others(study, cameras, folded, ground, often)
    bound = SCHEMES[study.scheme][study.level]
    was = _seen(ground, [others, before], bound)
    would = _seen(ground, [others, after], bound)
    verdicts = _verdicts(study, was, would)
    overlapped = _overlapped(ground, others, after, bound)
    return Preview(
        deltas.of(study, ground, was.cameras, would.cameras, verdicts, overlapped, folded),
        Changed(ground.cells, verdicts),
        was,
        would,
        _views(folded.after, study.target_height),
    )


def _often(cameras: Mapping[str, Placed]) -> set[str]:
    """Name those that are there often enough to count; of a new one nobody knows worse."""
    uptime = uptime_of(list(cameras.values()))
    return {key for key, each in cameras.items() if uptime.get(each.id, 1.0) >= OFTEN}


def _measured(study: Study, placed: Mapping[str, Placed], often: set[str]) -> Measured:
    counted = [each for key, each in placed.items() if key in often or NEW.fullmatch(key)]
    return measure_sights(counted, target_height=study.target_height)


def _others(
    study: Study,
    cameras: Mapping[str, Placed],
    folded: Folded,
    ground: Ground,
    often: set[str],
) -> Measured:
    """Bring what the cameras see that the plan leaves alone, as far as it is the same ground."""
    box = _box(ground)
    near = [cameras[key] for key in sorted(often - folded.before.keys())]
    return rows_of([each for each in near if _reaches(each, box)], study.target_height, _unheard)


def _unheard(_: int) -> None:
    """Nobody waits for so few cameras."""


def _box(ground: Ground) -> Bounds:
    if not len(ground.cells):
        return (0.0, 0.0, 0.0, 0.0)
    west, south = ground.lnglat.min(axis=0).tolist()
    east, north = ground.lnglat.max(axis=0).tolist()
    return west, south, east, north


def _reaches(placed: Placed, box: Bounds) -> bool:
    sight = placed.sight
    up = sight.range / METRES_PER_DEGREE
    across = up / max(float(np.cos(np.radians(min(abs(sight.lat) + up, 89.0)))), 0.02)
    west, south, east, north = box
    return west - across <= sight.lng <= east + across and south - up <= sight.lat <= north + up


def _seen(ground: Ground, measured: Sequence[Measured], bound: float) -> Seen:
    best, count = np.zeros(len(ground.cells)), np.zeros(len(ground.cells), np.int64)
    for each in measured:
        row = ground.rows(each.cell)
        here = row >= 0
        np.maximum.at(best, row[here], each.px_per_m[here])
        np.add.at(count, row[here], each.px_per_m[here] >= bound)
    return Seen(best, count)


def _verdicts(study: Study, was: Seen, would: Seen) -> NDArray[np.uint8]:
    bounds = np.sort(list(SCHEMES[study.scheme].values()))
    old, new = (np.searchsorted(bounds, s.px_per_m, side="right") for s in (was, would))
    verdicts = np.full(len(old), Verdict.SAME, np.uint8)
    verdicts[new > old] = Verdict.BETTER
    verdicts[new < old] = Verdict.WORSE
    verdicts[(was.cameras == 0) & (would.cameras > 0)] = Verdict.GAINED
    verdicts[(was.cameras > 0) & (would.cameras == 0)] = Verdict.LOST
    return verdicts


def _overlapped(ground: Ground, others: Measured, after: Measured, bound: float) -> int:
    """Count the other cameras that see well enough what the plan's cameras do."""
    watched = np.zeros(len(ground.cells) + 1, bool)  # the last stands for cells not of the study
    watched[ground.rows(after.cell)[after.px_per_m >= bound]] = True
    watched[-1] = False
    same = watched[ground.rows(others.cell)] & (others.px_per_m >= bound)
    return len(np.unique(others.camera[same]))


def _views(
    placed: Mapping[str, Placed], target_height: float
) -> dict[str, shapely.Geometry | None]:
    """Draw what each camera would see; those of one square together, among their buildings."""
    squares: dict[tuple[int, int], list[str]] = {}
    for key, each in placed.items():
        squares.setdefault(square_of(each.sight.lng, each.sight.lat), []).append(key)
    views: dict[str, shapely.Geometry | None] = {}
    for keys in squares.values():
        sights = [placed[key].sight for key in keys]
        drawn = draw(sights, *buildings_around(sights), target_height=target_height)
        views |= {key: each.sees for key, each in zip(keys, drawn, strict=True)}
    return views
