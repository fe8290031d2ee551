"""Recruit here before you buy here: blocks where house cameras would close what nobody sees.

Worked out from all addresses, from what the agency's cameras see and from the shares published of
blocks. Who has registered is never read: a block whose owners all have a camera with us and one
whose owners have none are told alike, but for that share.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from h3ronpy import cells_resolution
from h3ronpy.vector import (
    cells_to_coordinates,
    cells_to_wkb_polygons,
    coordinates_to_cells,
)
from numpy.typing import NDArray

from geo.optics import SCHEMES, range_for
from geo.siting.fans import Lens, fans
from registry.coverage.ground import rows_among
from registry.coverage.models import Block, Study
from registry.siting.frontage import Fronts, fronts_in
from registry.siting.ground import Ground, ground_of
from registry.siting.models import UnitCost
from registry.siting.money import spent
from registry.siting.refusals import StudyUnfinished
from registry.siting.scene import Scene

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HOUSE = Lens(height=2.0, hfov=110.0, range=15.0, width_px=2560)  # by the door or over the drive
SHOWN = 20  # blocks
CHUNK = 500  # doors looked out from at a time


@dataclass(frozen=True, eq=False)
class Outlook:
    """What cameras at the doors would see: pairs of a door and a row of the ground."""

    door: Ints
    cell: Ints


def recruit(study: Study, weight: str = "street") -> dict[str, Any]:
    """Rank the blocks of a study by what asking their addresses is expected to bring.

    Raises StudyUnfinished.
    """
    if study.state != Study.State.DONE:
        raise StudyUnfinished
    ground = ground_of(study)
    doors = fronts_in(study)
    outlook = _outlook(doors, ground, study)
    unit = UnitCost.objects.get(what=UnitCost.What.RECRUITING)
    blocks = list(_blocks(study, doors, outlook, ground, unit))
    blocks.sort(key=lambda block: (-block["gain"][weight], block["cell"]))
    return {
        "blocks": blocks[:SHOWN],
        "blocks_in_all": len(blocks),
        "answering": unit.answering,
        "reach_m": min(HOUSE.range, _sharp_to(study)),
    }


def _outlook(doors: Fronts, ground: Ground, study: Study) -> Outlook:
    found = [np.zeros((2, 0), np.int64)]
    for scene, here in Scene.all_of(doors.lnglat, HOUSE.range, ground):
        spots = scene.plane.to_metres(doors.lnglat[here])
        for first in range(0, len(here), CHUNK):
            some = slice(first, first + CHUNK)
            seen = fans(
                scene.occluders,
                spots[some],
                doors.azimuth[here[some], None],
                HOUSE,
                scene.table,
                least=SCHEMES[study.scheme][study.level],
                target_height=study.target_height,
            )
            found.append(np.stack([here[some][seen.place], scene.rows[seen.cell]]))
    door, cell = np.concatenate(found, axis=1)
    return Outlook(door, cell)


def _blocks(
    study: Study, doors: Fronts, outlook: Outlook, ground: Ground, unit: UnitCost
) -> Iterator[dict[str, Any]]:
    cells = np.array(
        list(Block.objects.order_by("cell").values_list("cell", flat=True)), np.int64
    ).astype(np.uint64)
    of = _block_of(doors.lnglat, cells)
    for block in np.unique(of[of >= 0]).tolist():
        here = of[outlook.door] == block
        asked = len(np.unique(outlook.door[here]))
        if not asked:
            continue
        gain = _expected(outlook.cell[here], ground, unit.answering)
        cost = spent(unit, asked).five_years
        yield {
            "cell": f"{int(cells[block]):x}",
            "at": _centre(cells[block]),
            "outline": _outline(cells[block]),
            "streets": _streets(doors.street[of == block]),
            "addresses": int((of == block).sum()),
            "ask": asked,
            "expect": asked * unit.answering,
            "gain": gain,
            "cost": cost,
            "per_metre": cost / gain["street"] if gain["street"] > 0 else None,
        }


def _streets(names: NDArray[np.str_]) -> list[str]:
    """Name the two streets most of its addresses are in, so that people know which block it is."""
    found, times = np.unique(names[names != ""], return_counts=True)
    return [str(name) for name in found[np.argsort(-times, kind="stable")][:2]]


def _expected(cells: Ints, ground: Ground, answering: float) -> dict[str, float]:
    """Expect that each address asked registers or not on its own: 1 - (1 - p)^n of a cell."""
    rows, times = np.unique(cells, return_counts=True)
    chance = 1.0 - (1.0 - answering) ** times
    return {name: float((left[rows] * chance).sum()) for name, left in ground.left.items()}


def _block_of(lnglat: Floats, blocks: NDArray[np.uint64]) -> Ints:
    """Give the row of the block each place lies in, -1 for none."""
    found = np.full(len(lnglat), -1)
    resolutions = np.asarray(cells_resolution(blocks)) if len(blocks) else np.zeros(0, int)
    for resolution in np.unique(resolutions).tolist():
        some = np.flatnonzero(resolutions == resolution)
        lng, lat = lnglat.T
        row = rows_among(blocks[some], np.asarray(coordinates_to_cells(lat, lng, resolution)))
        found = np.where(row >= 0, some[row], found)
    return found


def _sharp_to(study: Study) -> float:
    least = SCHEMES[study.scheme][study.level]
    return range_for(least, HOUSE.width_px, HOUSE.hfov, HOUSE.height, study.target_height)


def _centre(cell: np.uint64) -> list[float]:
    found = cells_to_coordinates(np.array([cell], np.uint64))
    return [float(np.asarray(found[name])[0]) for name in ("lng", "lat")]


def _outline(cell: np.uint64) -> Sequence[Sequence[float]]:
    (wkb,) = cells_to_wkb_polygons(np.array([cell], np.uint64)).to_pylist()
    corners: list[list[float]] = shapely.get_coordinates(shapely.from_wkb(wkb)).tolist()
    return corners
