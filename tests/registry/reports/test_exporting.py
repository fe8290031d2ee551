"""What is taken away opens elsewhere and adds up to what the page says."""

import csv
import io
from pathlib import Path

import geopandas
import pyogrio
import pytest

from registry.models import Report
from registry.reports import exporting, queries
from tests.registry.coverage.drawn import HALF, STEP, Drawn


def test_a_geopackage_has_every_layer_and_adds_up(
    drawn: Drawn, report: Report, tmp_path: Path
) -> None:
    path = tmp_path / "report.gpkg"
    exporting.geopackage(queries.found(report.pk), path)
    numbers = drawn.study.numbers
    layers = {str(name) for name, _ in pyogrio.list_layers(path)}
    assert layers == {"cells", "streets", "gaps", "districts", "blocks"}
    read = {layer: geopandas.read_file(path, layer=layer) for layer in layers}
    assert {layer.crs.to_epsg() for layer in read.values()} == {4326}
    cells = read["cells"]
    assert len(cells) == numbers["cells"]
    assert cells.geometry.is_valid.all()
    assert (cells["cameras"] > 0).mean() == pytest.approx(numbers["shares"]["area"]["value"])
    plane = cells.estimate_utm_crs()
    assert cells.to_crs(plane).area.sum() == pytest.approx((2 * HALF) ** 2, rel=0.01)
    streets = read["streets"]
    assert streets["metres"].sum() == pytest.approx(numbers["street_m"]["total"])
    assert streets.loc[streets["seen"], "metres"].sum() == pytest.approx(HALF + STEP)
    assert streets.to_crs(plane).length.sum() == pytest.approx(4 * HALF, rel=0.01)
    assert set(streets["district"]) == set(read["districts"]["name"]) == {"East", "West"}
    assert len(read["gaps"]) == 3
    assert read["gaps"]["metres"].sum() == pytest.approx(3 * HALF - STEP, abs=0.2)
    assert read["blocks"]["share"].notna().sum() == 1
    said = pyogrio.read_info(path, layer="cells")["dataset_metadata"]
    assert said["sha256"] == report.sha256


def test_a_geoparquet_holds_the_cells(drawn: Drawn, report: Report) -> None:
    cells = geopandas.read_parquet(io.BytesIO(exporting.parquet(report)))
    assert cells.crs.to_epsg() == 4326
    assert len(cells) == drawn.study.numbers["cells"]
    assert cells["cell"].str.match("^8d[0-9a-f]{13}$").all()
    assert set(cells["level_name"]) == {"none", "detect", "recognise", "identify"}
    assert (cells["level_name"] == "identify").sum() == (cells["level"] == 4).sum() > 0
    unseen = cells[cells["cameras"] == 0]
    assert set(unseen["reason"]) == {"too few pixels", "no camera near"}


def test_the_table_has_a_row_a_district_that_add_up_to_the_last(
    drawn: Drawn, report: Report
) -> None:
    *districts, whole = csv.DictReader(io.StringIO(exporting.table(report)))
    assert [row["district"] for row in (*districts, whole)] == ["East", "West", "Whole area"]
    sums = [name for name in whole if name.endswith(("_m", "_m2"))]
    assert len(sums) == 4 + 2 * 5
    for name in sums:
        assert sum(float(row[name]) for row in districts) == pytest.approx(
            float(whole[name]), abs=0.01
        ), name
    levels = [name for name in whole if name.startswith("area_") and name.endswith("_m2")][1:]
    assert sum(float(whole[name]) for name in levels) == pytest.approx(float(whole["area_m2"]))
    share = drawn.study.numbers["shares"]["public"]["value"]
    assert float(whole["public_share"]) == pytest.approx(share, abs=0.0001)
