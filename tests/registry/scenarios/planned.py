"""A made-up quarter with a finished study: what plans are held against."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon
from django.utils import timezone
from h3ronpy import change_resolution

from geo.hexgrid import Cells
from geo.optics import SCHEMES
from geo.plane import Plane
from registry.accounts import casting
from registry.cameras.placing import place
from registry.coverage.measuring import measure_sights
from registry.coverage.sights import agency
from registry.models import (
    Agency,
    Building,
    Camera,
    Owner,
    Study,
    StudyBlock,
    StudyCell,
    StudyStreet,
)
from tests.geo.towns import random_town

PLACE = (-84.5, 38.04)
PLANE = Plane(*PLACE)
HALF = 70.0
STREET = 8.0  # metres either side of the middle are street


@dataclass(frozen=True)
class Planned:
    """The study and its agency cameras."""

    study: Study
    cameras: list[Camera]


def at(east: float, north: float) -> list[float]:
    """Give the place so many metres from the middle."""
    ((lng, lat),) = PLANE.to_degrees([(east, north)]).tolist()
    return [lng, lat]


def build(seed: int = 1, cameras: int = 7) -> Planned:
    """Enter houses, cameras and a study of them; one camera more is private."""
    rng = np.random.default_rng(seed)
    town = random_town(seed, buildings=14, side=2 * HALF)
    for number, (part, height) in enumerate(zip(town.parts, town.heights, strict=True)):
        footprint = MultiPolygon(GEOSGeometry(PLANE.geometry_to_degrees(part).wkt, srid=4326))
        Building.objects.create(
            source="t", external_id=str(number), footprint=footprint, height=height,
            height_source="default",
        )  # fmt: skip
    made = [_camera(number, rng) for number in range(1, cameras + 1)]
    _camera(cameras + 1, rng, private=True)
    place()
    study = Study.objects.create(
        name="Quarter", author=casting.cast()["planner"], at=timezone.now(),
        state=Study.State.DONE, area=square(-HALF, -HALF, HALF, HALF), level="observe",
    )  # fmt: skip
    _measure(study, shapely.union_all(town.parts))
    return Planned(study, made)


def square(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """Give a rectangle in metres."""
    ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]
    return MultiPolygon(Polygon(ring, srid=4326), srid=4326)


def _camera(number: int, rng: np.random.Generator, *, private: bool = False) -> Camera:
    if private:
        owner = Owner.objects.create(kind="resident", name="Ann")
    else:
        force = Agency.objects.first() or Agency.objects.create(name=casting.AGENCY)
        owner, _ = Owner.objects.get_or_create(kind="agency", name="City", agency=force)
    spot = Point(at(*rng.uniform(-HALF, HALF, 2)), srid=4326)
    return Camera.registry.create(
        number=number, name=f"Camera {number}", kind="resident" if private else "traffic",
        level=int(private), owner=owner, position=spot, surveyed_position=spot, mount="pole",
        azimuth=float(rng.uniform(0, 360)), hfov=float(rng.choice([60.0, 90.0, 360.0])),
        range=float(rng.uniform(30, 60)), height=6.0, width_px=1920,
    )  # fmt: skip


def _measure(study: Study, houses: shapely.Geometry) -> None:
    table = Cells.within(PLANE, (-HALF, -HALF, HALF, HALF))
    x, y = table.centres.T
    open_ground = ~shapely.contains_xy(houses, x, y)
    best, count = measured(study)
    rows = []
    for cell, north in zip(table.ids[open_ground].tolist(), y[open_ground].tolist(), strict=True):
        px = best.get(cell, 0.0)
        rank = sum(px >= bound for bound in SCHEMES[study.scheme].values())
        rows.append(StudyCell(
            study=study, cell=int(np.int64(np.uint64(cell))), px_per_m=px, level=rank,
            cameras=count.get(cell, 0), sure=0.5, public=abs(north) < STREET, demand=1.0,
        ))  # fmt: skip
    StudyCell.objects.bulk_create(rows)
    ends = [at(-HALF, 0), at(HALF, 0)]
    StudyStreet.objects.create(
        study=study, name="Main Street", line=LineString(*ends, srid=4326), metres=2 * HALF,
        level=0, seen=False,
    )  # fmt: skip
    middle = int(rows[len(rows) // 2].cell)
    StudyBlock.objects.create(study=study, cell=parent(middle, 10), addresses=20, share=0.5)
    study.numbers = {
        "area_m2": len(rows) * 44.0,
        "public_m2": sum(row.public for row in rows) * 44.0,
        "street_m": {"total": 2 * HALF},
        "shares": {"demand": {"value": 0.1}},
    }
    study.save(update_fields=["numbers"])


def measured(study: Study) -> tuple[dict[int, float], dict[int, int]]:
    """Measure all agency cameras from scratch: each cell's best density, and how many see it."""
    bound = SCHEMES[study.scheme][study.level]
    found = measure_sights(agency(study.at), target_height=study.target_height)
    best, count = dict[int, float](), dict[int, int]()
    for cell, px in zip(found.cell.tolist(), found.px_per_m.tolist(), strict=True):
        best[cell] = max(px, best.get(cell, 0.0))
        count[cell] = count.get(cell, 0) + (px >= bound)
    return best, count


def parent(cell: int, resolution: int) -> int:
    """Give the coarser cell it lies in."""
    return int(change_resolution(np.array([cell], np.uint64), resolution)[0].as_py())
