"""Which cameras see a cell of a study: the agency's by name, owners' in two words."""

from typing import Any

import h3
import numpy as np
from numpy.typing import NDArray

from geo.optics import SCHEMES
from registry.access.facts import Actor
from registry.cameras.models import Camera
from registry.coverage import cameras
from registry.coverage.measuring import measure_sights
from registry.coverage.models import Study, StudyBlock
from registry.coverage.refusals import UnknownCell

COARSEST, FINEST = 5, 13


def cell(study: Study, name: str, actor: Actor) -> dict[str, Any]:
    """Name the cameras that see a cell, the best first, each with its level there.

    Of a coarser cell, those that see any of its ground. Raises UnknownCell.
    """
    if not h3.is_valid_cell(name) or not COARSEST <= h3.get_resolution(name) <= FINEST:
        raise UnknownCell
    lats, lngs = zip(*h3.cell_to_boundary(name), strict=True)
    placed = cameras.of_study(study, (min(lngs), min(lats), max(lngs), max(lats)))
    seen = measure_sights(placed, target_height=study.target_height)
    sightings = seen.only(_within(seen.cell, name))
    best: dict[int, float] = {}
    for row, px_per_m in zip(sightings.camera.tolist(), sightings.px_per_m.tolist(), strict=True):
        best[row] = max(best.get(row, 0.0), px_per_m)
    known = Camera.open_to(actor).in_bulk([placed[row].id for row in best])
    uptime = cameras.uptime_of(placed)
    bounds = sorted(SCHEMES[study.scheme].values())
    told = [
        {
            "id": known[placed[row].id].pk,
            "number": known[placed[row].id].number,
            "name": known[placed[row].id].name,
            "level": int(np.searchsorted(bounds, px_per_m, side="right")),
            "px_per_m": round(px_per_m, 1),
            "uptime": uptime.get(placed[row].id),
        }
        for row, px_per_m in sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        if placed[row].id in known  # one that was taken down since is named no more
    ]
    return {"cell": name, "cameras": told, "private": _private(study, name)}


def _within(cells: NDArray[np.uint64], name: str) -> NDArray[np.bool_]:
    """Tell which cells lie in another: ids of children are one run of numbers."""
    first = h3.str_to_int(h3.cell_to_center_child(name, FINEST))
    # the digits below a cell's own resolution, three bits each, say which child it is
    free = 3 * (FINEST - h3.get_resolution(name))
    step = np.uint64(3 * (15 - FINEST) + free)
    return np.asarray((cells >> step) == np.uint64(first) >> step)


def _private(study: Study, name: str) -> bool:
    """Tell whether the block here has a share of private cameras to tell."""
    finer = [h3.cell_to_parent(name, each) for each in range(COARSEST, h3.get_resolution(name) + 1)]
    blocks = StudyBlock.objects.filter(study=study, cell__in=[h3.str_to_int(b) for b in finer])
    return blocks.filter(share__gt=0).exists()
