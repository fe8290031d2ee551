"""What a study found, district by district."""

import math
from collections.abc import Collection
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from django.utils import timezone

from geo.optics import SCHEMES
from geo.plane import Plane
from registry.coverage import counts, intervals
from registry.coverage.cameras import of_study
from registry.coverage.counts import OUTSIDE
from registry.coverage.models import Study
from registry.feeds import uptime
from registry.places.models import District

ELSEWHERE = "Outside any district"
DAYS = 28  # of uptime
_DEGREES = 4326


def districts(study: Study) -> list[dict[str, Any]]:
    """Give a row a district, by name; what lies outside of every district comes last.

    Areas are counts of the study's cells times the mean area of one, so that districts add up to
    the study. People are counted by area: a district half inside the study brings half of its
    residents. A share is None where there is nothing to be a share of.
    """
    cells, streets = counts.cells(study), counts.streets(study)
    inside = _inside(study, {*cells["district"], *streets["district"], *study.districts})
    cameras = _cameras(study, inside)
    blocks = counts.blocks(study)
    each = float(study.numbers["area_m2"]) / max(int(study.numbers["cells"]), 1)
    return [
        _row(study, each, place, *(_of(frame, key) for frame in (cells, streets, blocks, cameras)))
        | {"shares": intervals.shares(study.numbers, cells, streets, key)}
        for key, place in inside.sort_values("order").iterrows()
        if key != OUTSIDE or len(_of(cells, key))
    ]


def _of(frame: pd.DataFrame, district: Any) -> pd.DataFrame:
    return frame[frame["district"] == district]


def _inside(study: Study, keys: Collection[int]) -> gpd.GeoDataFrame:
    """Cut the districts to the study's area, and say who lives in what is left of each."""
    rows = [
        (
            row.pk,
            row.name,
            row.population,
            shapely.make_valid(shapely.from_wkb(bytes(row.area.wkb))),
        )
        for row in District.objects.filter(pk__in=keys)
    ]
    rows.append((OUTSIDE, ELSEWHERE, None, shapely.Polygon()))
    frame = gpd.GeoDataFrame(
        rows, columns=["district", "name", "residents", "area"], geometry="area", crs=_DEGREES
    ).set_index("district")
    plane = Plane(*study.area.centroid.coords)
    flat = frame.geometry.set_crs(None, allow_override=True).transform(plane.to_metres)
    area = plane.geometry_to_metres(shapely.from_wkb(bytes(study.area.wkb)))
    share = flat.intersection(area).area / flat.area.where(flat.area > 0, 1.0)
    # Whoever stands outside of every district is put last, whatever its name.
    order = frame["name"].str.casefold().where(frame.index != OUTSIDE, "\U0010ffff")
    return frame.assign(population=frame["residents"].astype(float) * share, order=order)


def _cameras(study: Study, inside: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Say in which district each of the agency's cameras stands, and how often it was there."""
    stood = of_study(study, study.area.extent)
    points = gpd.GeoDataFrame(
        {"camera": [each.id for each in stood]},
        geometry=gpd.points_from_xy(
            [each.sight.lng for each in stood], [each.sight.lat for each in stood], crs=_DEGREES
        ),
    )
    points = points[points.intersects(shapely.from_wkb(bytes(study.area.wkb)))]
    joined = points.sjoin(inside[["area"]], how="left", predicate="intersects")
    joined = joined.drop_duplicates("camera").rename(columns={"district": "in"})
    there = uptime.share(list(joined["camera"]), DAYS, until=timezone.localdate(study.at))
    return joined.assign(
        district=joined["in"].fillna(OUTSIDE).astype("int64"), uptime=joined["camera"].map(there)
    )


def _row(
    study: Study,
    each: float,
    place: pd.Series,
    cells: pd.DataFrame,
    streets: pd.DataFrame,
    blocks: pd.DataFrame,
    cameras: pd.DataFrame,
) -> dict[str, Any]:
    """Give what is counted of one district; a cell is `each` square metres."""
    ranks = range(len(SCHEMES[study.scheme]) + 1)
    public, total = cells[cells["public"]], int(cells["cells"].sum())
    residents = None if math.isnan(place["population"]) else float(place["population"])
    more = float((blocks["share"] * (blocks["cells"] - blocks["seen"])).sum())
    seen = float(cells["seen"].sum())
    return {
        "district": None if place.name == OUTSIDE else int(place.name),
        "name": place["name"],
        "area_m2": total * each,
        "seen_m2": seen * each,
        "public_m2": float(public["cells"].sum()) * each,
        "public_seen_m2": float(public["seen"].sum()) * each,
        "private_seen_m2": float(seen - public["seen"].sum()) * each,
        "area_by_level": [each * _sum(cells, "cells", rank) for rank in ranks],
        "street_m": float(streets["metres"].sum()),
        "street_seen_m": float(streets.loc[streets["seen"], "metres"].sum()),
        "street_by_level": [_sum(streets, "metres", rank) for rank in ranks],
        "overlap": _share(cells["overlapping"].sum(), total),
        "looks": _share(cells["looks"].sum(), total),
        "demand": float(cells["asked"].sum()),
        "with_private": _share(seen + more, total) if len(blocks) else None,
        "cameras": len(cameras),
        "uptime": None if cameras["uptime"].isna().all() else float(cameras["uptime"].mean()),
        "residents": None if residents is None else round(residents),
        "per_1000": _share(1000 * len(cameras), residents or 0),
    }


def _sum(frame: pd.DataFrame, column: str, level: int) -> float:
    return float(frame.loc[frame["level"] == level, column].sum())


def _share(part: float, whole: float) -> float | None:
    return float(part) / float(whole) if whole else None
