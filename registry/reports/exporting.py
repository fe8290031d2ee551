"""A report to work on with: a table of districts, and its shapes for a GIS."""

import csv
import io
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from h3ronpy.vector import cells_to_wkb_polygons

from geo.optics import SCHEMES
from registry.coverage.models import Reason
from registry.reports import queries
from registry.reports.freezing import frame
from registry.reports.making import canonical
from registry.reports.models import Report, ReportPart

Name = ReportPart.Name
DEGREES = "EPSG:4326"
WHOLE = "Whole area"
SHARES = ("area", "public", "street", "demand")
# Column, what it holds
COLUMNS = (
    ("district", "name; the last row is the whole area"),
    ("cameras", "agency cameras that stand there"),
    ("area_m2", "open ground, square metres"),
    ("public_m2", "of it, streets, parks and squares"),
    ("street_m", "street centre lines, metres"),
    ("street_seen_m", "of them, seen at the report's level"),
    ("<kind>_share, _low, _high", "seen share of area, public ground, street length and demand,"
     " 0 to 1, and the interval it lies in; empty where there is nothing to be a share of"),
    ("area_<level>_m2", "open ground by the best level any camera gives; none: by no camera"),
    ("street_<level>_m", "street metres by level, likewise"),
)  # fmt: skip


def table(report: Report) -> str:
    """Give a row a district, then one for the whole, as CSV."""
    rows = [_row(report, each) for each in (*report.data["districts"], _whole(report))]
    made = io.StringIO()
    writer = csv.DictWriter(made, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def cells(report: Report) -> geopandas.GeoDataFrame:
    """Give each cell with its hexagon, in degrees."""
    found = frame(queries.part(report, Name.CELLS))
    return _hexagons(_named(report, found))


def parquet(report: Report) -> bytes:
    """Give the cells as GeoParquet."""
    made = io.BytesIO()
    cells(report).to_parquet(made, index=False, compression="zstd")
    return made.getvalue()


def geopackage(report: Report, path: Path) -> None:
    """Write cells, streets, gaps, districts and blocks as layers, and what the report says."""
    streets = _named(report, frame(queries.part(report, Name.STREETS)))
    layers = {
        "cells": cells(report),
        "streets": streets,
        "gaps": _gaps(report),
        "districts": frame(queries.part(report, Name.DISTRICTS)),
        "blocks": _hexagons(frame(queries.part(report, Name.BLOCKS))),
    }
    for name, layer in layers.items():
        layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio", **_meta(report))


def _gaps(report: Report) -> geopandas.GeoDataFrame:
    said = report.data["gaps"]
    rows = [
        {
            "name": gap["name"],
            "metres": gap["metres"],
            "reason": Reason(gap["reason"]).label,
            "district": gap["district"],
        }
        for gap in said
    ]
    lines = [shapely.LineString(gap["line"]["coordinates"]) for gap in said]
    columns = ["name", "metres", "reason", "district"]
    return geopandas.GeoDataFrame(rows, columns=columns, geometry=lines, crs=DEGREES)


def _meta(report: Report) -> dict[str, Any]:
    said = canonical(report).decode()
    return {"dataset_metadata": {"sightline_report": said, "sha256": report.sha256}}


def _named(report: Report, rows: Any) -> Any:
    """Put words where the tables have numbers."""
    districts = frame(queries.part(report, Name.DISTRICTS))
    names = dict(zip(districts["id"], districts["name"], strict=True))
    levels = dict(enumerate(("none", *SCHEMES[report.data["study"]["scheme"]])))
    reasons = {reason.value: reason.label for reason in Reason}
    return rows.assign(
        district=rows["district"].map(names),
        level_name=rows["level"].map(levels),
        reason=rows["reason"].map(reasons),
    )


def _hexagons(rows: pd.DataFrame) -> geopandas.GeoDataFrame:
    ids = rows["cell"].to_numpy().astype(np.uint64)
    shapes = shapely.from_wkb(np.asarray(cells_to_wkb_polygons(ids), object))
    named = rows.assign(cell=[f"{each:x}" for each in ids.tolist()])
    return geopandas.GeoDataFrame(named, geometry=shapes, crs=DEGREES)


def _whole(report: Report) -> dict[str, Any]:
    numbers = report.data["numbers"]
    street = numbers["street_m"]
    return {
        "name": WHOLE,
        "cameras": numbers["cameras"],
        "area_m2": numbers["area_m2"],
        "public_m2": numbers["public_m2"],
        "street_m": street["total"],
        "street_seen_m": street["seen"],
        "shares": numbers["shares"],
        "area_by_level": numbers["area_by_level"],
        "street_by_level": street["by_level"],
    }


def _row(report: Report, said: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"district": said["name"]}
    for name in ("cameras", "area_m2", "public_m2", "street_m", "street_seen_m"):
        row[name] = _figure(said[name])
    for kind in SHARES:
        share = said["shares"].get(kind) or {}
        row |= {
            f"{kind}_share": _figure(share.get("value")),
            f"{kind}_low": _figure(share.get("low")),
            f"{kind}_high": _figure(share.get("high")),
        }
    levels = ("none", *SCHEMES[report.data["study"]["scheme"]])
    for rank, level in enumerate(levels):
        row[f"area_{level}_m2"] = _figure(said["area_by_level"][rank])
        row[f"street_{level}_m"] = _figure(said["street_by_level"][rank])
    return row


def _figure(value: float | None) -> float | str:
    return "" if value is None else round(value, 4)
