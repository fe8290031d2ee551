"""The one way private cameras reach a planner: a share of a block's ground, in steps.

Nothing else may read a private camera for a study. What leaves here is one number for a block,
which holds twenty doors or more and was cut without looking at who registered.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import time
from math import floor
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Q
from django.utils.crypto import salted_hmac
from h3ronpy import change_resolution
from h3ronpy.vector import cells_to_wkb_polygons, coordinates_to_cells
from numpy.typing import NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT
from geo.measuring import Measured
from geo.optics import SCHEMES
from geo.visibility import EYE_LEVEL
from registry.cameras.models import Camera
from registry.coverage import areas, sights
from registry.coverage.ground import open_cells, plane_of, rows_among
from registry.coverage.models import Block, Study
from registry.coverage.progress import Tell
from registry.coverage.rows import rows_of
from registry.coverage.sights import Placed
from registry.owners.models import Grant

STEP = 0.05
OWNERS = 3
LEVELS: dict[str, tuple[int, ...]] = {
    Study.Cameras.ALL: (Camera.Level.ONE, Camera.Level.TWO),
    Study.Cameras.LEVEL_ONE: (Camera.Level.ONE,),
    Study.Cameras.LEVEL_TWO: (Camera.Level.TWO,),
    Study.Cameras.AGENCY: (),
}


def blocks_within(area: shapely.Geometry) -> list[Block]:
    """Give the blocks that lie wholly in an area (in degrees), in the order of their cells."""
    blocks = list(Block.objects.order_by("cell"))
    if not blocks:
        return []
    cells = np.array([block.cell for block in blocks], np.int64).astype(np.uint64)
    outlines = shapely.from_wkb(cells_to_wkb_polygons(cells))
    shapely.prepare(area)
    inside = shapely.covers(area, outlines)
    return [block for block, whole in zip(blocks, inside.tolist(), strict=True) if whole]


def shares(study: Study, tell: Tell = lambda _: None) -> dict[int, float | None]:
    """Give, for each block wholly in the area, the share of its open ground private cameras see.

    By the cameras of the study's set as of its moment, at its level, a person's height above
    ground, in steps of 0.05; None unless three owners have a part in it. The whole block counts,
    whatever the area; a camera counts in the block it stands in and in no other: were it told of in
    two, what changes in both at once would tell that it stands on their border.
    """
    return {
        cell: None if exact is None else _step(exact, _dice(study, cell))
        for cell, exact in measured(study, tell).items()
    }


def measured(study: Study, tell: Tell = lambda _: None) -> dict[int, float | None]:
    """Give the same before it comes in steps, which never leaves this room."""
    blocks = blocks_within(areas.shape_of(study.area))
    answer: dict[int, float | None] = dict.fromkeys((block.cell for block in blocks), None)
    levels = LEVELS[study.cameras]
    if not blocks or not levels:
        return answer
    standing = _standing(_cameras(study, levels), blocks)
    told = [b for b in blocks if len({p.owner_id for p in standing[b.cell]}) >= OWNERS]
    placed = [each for block in told for each in standing[block.cell]]
    found = rows_of(placed, EYE_LEVEL, tell)
    found = found.only(found.px_per_m >= SCHEMES[study.scheme][study.level])
    first = 0
    for block in told:
        some = placed[first : first + len(standing[block.cell])]
        mine = (found.camera >= first) & (found.camera < first + len(some))
        part = found.only(mine)._replace(camera=found.camera[mine] - first)
        answer[block.cell] = _share(block, some, part)
        first += len(some)
    return answer


def _share(block: Block, placed: Sequence[Placed], found: Measured) -> float | None:
    ground = _ground(block)
    rows = rows_among(ground, found.cell)
    here = rows >= 0
    owners = {placed[row].owner_id for row in np.unique(found.camera[here]).tolist()}
    if len(owners) < OWNERS:
        return None
    return len(np.unique(rows[here])) / len(ground)


def _step(exact: float, dice: float) -> float:
    """Round up or down to a step, at random and right on average.

    Where a step begins is a secret: who knows every other camera and the view from every house
    would else read from a share that just reaches it where the last one hangs.
    """
    return round(min(floor(exact / STEP + dice), round(1 / STEP)) * STEP, 2)


def _dice(study: Study, cell: int) -> float:
    """Throw for a block, 0 to 1.

    For the same cameras and the same density it is thrown once: whoever asks again, or by another
    day, hour or scheme, has no second throw to take the mean of.
    """
    asked = f"{cell} {study.cameras} {SCHEMES[study.scheme][study.level]}"
    mark = salted_hmac("sightline.coverage.private", asked, algorithm="sha256").digest()
    return int.from_bytes(mark[:6]) / 2**48


def _ground(block: Block) -> NDArray[np.uint64]:
    cell = np.array([block.cell], np.int64).astype(np.uint64)
    (outline,) = shapely.from_wkb(cells_to_wkb_polygons(cell))
    ids = np.sort(np.asarray(change_resolution(cell, UNIT_OF_ACCOUNT), np.uint64))
    return open_cells(plane_of(outline), ids).ids


def _standing(placed: Sequence[Placed], blocks: Sequence[Block]) -> dict[int, list[Placed]]:
    """Sort cameras into the block that each stands in, if in any."""
    standing: dict[int, list[Placed]] = defaultdict(list)
    if not placed:
        return standing
    lat = np.array([each.sight.lat for each in placed])
    lng = np.array([each.sight.lng for each in placed])
    spots = np.asarray(coordinates_to_cells(lat, lng, UNIT_OF_ACCOUNT), np.uint64)
    for resolution in sorted({block.resolution for block in blocks}):
        cells = {block.cell for block in blocks if block.resolution == resolution}
        homes = np.asarray(change_resolution(spots, resolution), np.uint64).astype(np.int64)
        for each, home in zip(placed, homes.tolist(), strict=True):
            if home in cells:
                standing[home].append(each)
    return standing


def _cameras(study: Study, levels: Sequence[int]) -> list[Placed]:
    found = sights.private(study.at, study.area.extent, levels=levels)
    found = [each for each in found if each.sight.form != Camera.Form.MOVING]
    if study.cameras != Study.Cameras.LEVEL_TWO:
        return found  # whatever its hours, its owner can be asked for what it recorded
    open_then = _open_then(study, [each.id for each in found])
    return [each for each in found if each.id in open_then]


def _open_then(study: Study, ids: Sequence[UUID]) -> set[UUID]:
    """Keep the cameras some grant of that moment opens, at the study's hour if it has one."""
    valid = Q(valid_to=None) | Q(valid_to__gt=study.at)
    grants = Grant.objects.filter(valid, camera__in=ids, valid_from__lte=study.at)
    grants = grants.exclude(condition=Grant.Condition.NEVER)
    return {grant.camera_id for grant in grants if _opens_at(grant, study.hour)}


def _opens_at(grant: Grant, hour: int | None) -> bool:
    """Tell whether a grant by hours holds at the full hour; every other may open at any."""
    if hour is None or grant.condition != Grant.Condition.HOURS:
        return True
    now, start, end = time(hour), grant.from_hour or time(), grant.until_hour or time()
    return start <= now < end if start < end else now >= start or now < end
