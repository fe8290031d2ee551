"""A finished study drawn by hand: 94 metres square, a district on either side, three streets.

    north   west: seen by one, recognise | east, nearest 24 m: by two, identify | then by nobody
    south   west: too few pixels         | east: no camera near

Cells within 8 metres of the middle line are street, the rest private land; a street cell of the
east is asked for three times as much as one of the west.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon
from django.utils import timezone
from h3ronpy import change_resolution

from geo.hexgrid import Cells
from geo.plane import Plane
from registry.accounts import casting
from registry.coverage.models import (
    CameraCell,
    CellsKept,
    Reason,
    Study,
    StudyBlock,
    StudyCell,
    StudyStreet,
)
from registry.models import Agency, Camera, District, Owner, Placement, Role, User

PLACE = (-84.5, 38.04)
HALF = 47.0  # metres
STEP = 24.0  # metres east of the middle, as far as the two cameras see
STREET = 8.0
BLOCK_RESOLUTION = 10
PLANE = Plane(*PLACE)
LEVEL = {"west": 3, "east": 4}
PX_PER_M = {0: 0.0, 1: 30.0, 3: 130.0, 4: 260.0}


@dataclass(frozen=True)
class Drawn:
    """The study, its districts, and its three cameras: one in the west, two in the east."""

    study: Study
    west: District
    east: District
    cameras: list[Camera]


def draw(author: User | None = None, *, name: str = "Drawn by hand") -> Drawn:
    """Enter it all, as a finished job would have."""
    author = author or _planner()
    west = _district("West", -HALF, 0.0, 1200)
    east = _district("East", 0.0, HALF, 300)
    study = Study.objects.create(
        name=name,
        author=author,
        area=_square(-HALF, -HALF, HALF, HALF),
        districts=[west.pk, east.pk],
        at=timezone.now(),
        state=Study.State.DONE,
        finished_at=timezone.now(),
        demand={"kinds": {}, "schools": 1.0},
    )
    cells = list(_cells(study, west, east))
    StudyCell.objects.bulk_create(cells)
    StudyStreet.objects.bulk_create(_streets(study, west, east))
    _blocks(study, cells)
    cameras = [_camera(9001 + turn, east=turn > 0) for turn in range(3)]
    for turn, camera in enumerate(cameras):
        level = LEVEL["east" if turn else "west"]
        CameraCell.objects.bulk_create(
            CameraCell(camera=camera, cell=cell.cell, px_per_m=PX_PER_M[level])
            for cell in cells
            if cell.level == level
        )
    study.numbers = _numbers(cells)
    study.save(update_fields=["numbers"])
    return Drawn(study, west, east, cameras)


def _planner() -> User:
    """Take the cast's planner where there is a cast; make no whole cast for one name."""
    agency, _ = Agency.objects.get_or_create(name=casting.AGENCY)
    planner, _ = User.objects.get_or_create(
        username="planner", defaults={"role": Role.PLANNER, "agency": agency, "password": "!"}
    )
    return planner


def _cells(study: Study, west: District, east: District) -> Iterator[StudyCell]:
    table = Cells.within(PLANE, (-HALF, -HALF, HALF, HALF))
    for cell, (x, y) in zip(table.ids, table.centres, strict=True):
        street = abs(y) < STREET
        seen = y > 0 and x < STEP
        level = (LEVEL["west"] if x < 0 else LEVEL["east"]) if seen else int(x < 0)
        yield StudyCell(
            study=study,
            cell=int(np.int64(cell)),
            px_per_m=PX_PER_M[level],
            level=level,
            cameras=(1 if x < 0 else 2) if seen else 0,
            sure=(0.9 if x < 0 else 0.99) if seen else (0.05 if x < 0 else 0.0),
            reason=Reason.NONE if seen else Reason.PIXELS if x < 0 else Reason.NO_CAMERA,
            public=street,
            demand=(1.0 if x < 0 else 3.0) if street else 0.0,
            district=west if x < 0 else east,
        )


def _streets(study: Study, west: District, east: District) -> list[StudyStreet]:
    def stretch(
        name: str, ends: tuple[float, float, float, float], level: int, reason: Reason
    ) -> StudyStreet:
        metres = abs(ends[2] - ends[0]) + abs(ends[3] - ends[1])
        in_west = min(ends[0], ends[2]) < 0
        return StudyStreet(
            study=study,
            name=name,
            line=LineString(
                *PLANE.to_degrees([ends[:2], ends[2:]]).tolist(),
                srid=4326,
            ),
            metres=metres,
            level=level,
            seen=level >= LEVEL["west"],
            reason=reason,
            demand=metres * (1 if in_west else 3),
            district=west if in_west else east,
        )

    return [
        stretch("Main Street", (-HALF, 4, 0, 4), 3, Reason.NONE),
        stretch("Main Street", (0, 4, STEP, 4), 4, Reason.NONE),
        stretch("Main Street", (STEP, 4, HALF, 4), 0, Reason.NO_CAMERA),
        stretch("Elm Street", (-30, -HALF, -30, 0), 1, Reason.PIXELS),
        stretch("Oak Street", (30, -HALF, 30, 0), 0, Reason.NO_CAMERA),
    ]


def _blocks(study: Study, cells: list[StudyCell]) -> None:
    """Tell of the block with most of the cells that private cameras see 0.30 of it."""
    ids = pd.Series([cell.cell for cell in cells]).astype(np.uint64).to_numpy()
    counts = pd.Series(np.asarray(change_resolution(ids, BLOCK_RESOLUTION))).value_counts()
    StudyBlock.objects.bulk_create(
        StudyBlock(
            study=study,
            cell=int(np.int64(block)),
            addresses=20 + turn,
            share=None if turn else 0.3,
        )
        for turn, block in enumerate(counts.index)
    )


def _camera(number: int, *, east: bool) -> Camera:
    agency = Agency.objects.first() or Agency.objects.create(name=casting.AGENCY)
    owner, _ = Owner.objects.get_or_create(
        agency=agency, defaults={"kind": Owner.Kind.AGENCY, "name": agency.name}
    )
    lng, lat = PLANE.to_degrees([(STEP if east else -STEP, 20.0)])[0].tolist()
    place = Point(lng, lat, srid=4326)
    now = timezone.now() - timedelta(days=1)
    camera = Camera.registry.create(
        number=number, name=f"Camera {number}", kind="traffic", level=0, owner=owner, mount="pole",
        position=place, surveyed_position=place, placed_at=now,
    )  # fmt: skip
    placement = Placement.objects.create(
        camera=camera, position=place, valid_from=now, status=camera.status, level=0, owner=owner
    )
    CellsKept.objects.create(camera=camera, placement=placement.pk)
    return camera


def _district(name: str, west: float, east: float, population: int) -> District:
    return District.objects.create(
        source="drawn",
        external_id=name,
        name=name,
        population=population,
        area=_square(west, -HALF, east, HALF),
    )


def _square(west: float, south: float, east: float, north: float) -> MultiPolygon:
    corners = PLANE.to_degrees(
        [(west, south), (east, south), (east, north), (west, north), (west, south)]
    )
    return MultiPolygon(Polygon(corners.tolist(), srid=4326), srid=4326)


def _numbers(cells: list[StudyCell]) -> dict[str, object]:
    """Say what the study's page would: shares of cells, for they are all of one size here."""
    each = 44.0
    seen = [cell for cell in cells if cell.cameras]
    public = [cell for cell in cells if cell.public]
    area, street = len(seen) / len(cells), (HALF + STEP) / (4 * HALF)

    def about(share: float) -> dict[str, float]:
        return {"value": share, "low": share - 0.05, "high": share + 0.04}

    asked = sum(cell.demand for cell in cells)
    return {
        "cells": len(cells),
        "area_m2": len(cells) * each,
        "public_m2": len(public) * each,
        "shares": {
            "area": about(area),
            "public": about(sum(cell.public for cell in seen) / len(public)),
            "street": about(street),
            "demand": about(sum(cell.demand for cell in seen) / asked),
        },
        "street_m": {
            "total": 4 * HALF,
            "seen": HALF + STEP,
            "by_level": [2 * HALF - STEP, HALF, 0.0, HALF, STEP],
        },
        "area_by_level": [each * sum(cell.level == rank for cell in cells) for rank in range(5)],
        "overlap": {
            str(many): each * sum(cell.cameras == many for cell in cells) for many in (1, 2)
        }
        | {"3+": 0.0},
        "reasons": {
            "pixels": {"m2": each * sum(cell.level == 1 for cell in cells), "street_m": HALF},
            "no_camera": {
                "m2": each * sum(cell.level == 0 for cell in cells),
                "street_m": 2 * HALF - STEP,
            },
        },
        "with_private": {"area": None, "blocks_told": 1, "blocks": 2},
        "cameras": 3,
        "uptime": 0.97,
        "data": {"buildings_missing_height": 0.1, "placed_at": None, "measured_at": None},
    }
