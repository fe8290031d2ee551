"""The rows of a study as files, for a report to be answered from whatever happens to the study."""

import io
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import geopandas
import pandas as pd
import pyarrow.csv
import pyarrow.parquet
import shapely
from django.db import connection

from registry.coverage.models import Study
from registry.reports.models import ReportPart

Name = ReportPart.Name
HERE = Path(__file__).parent / "sql"
COLUMNS = {
    "cell": pyarrow.int64(),
    "px_per_m": pyarrow.float64(),
    "level": pyarrow.uint8(),
    "cameras": pyarrow.uint16(),
    "sure": pyarrow.float64(),
    "reason": pyarrow.uint8(),
    "public": pyarrow.bool_(),
    "seen": pyarrow.bool_(),
    "demand": pyarrow.float64(),
    "district": pyarrow.int64(),
    "name": pyarrow.string(),
    "metres": pyarrow.float64(),
    "id": pyarrow.int64(),
    "population": pyarrow.int64(),
    "addresses": pyarrow.int64(),
    "share": pyarrow.float64(),
    "line": pyarrow.string(),
    "area": pyarrow.string(),
}
READ = pyarrow.csv.ConvertOptions(column_types=COLUMNS, true_values=["t"], false_values=["f"])
SHAPES: Mapping[str, str] = MappingProxyType({Name.STREETS: "line", Name.DISTRICTS: "area"})


def freeze(study: Study) -> dict[str, bytes]:
    """Give the study's cells, streets, districts and blocks, each as a Parquet file.

    Cells, streets and what is said of districts rest on the agency's cameras; a block says what
    private ones add to it in steps, or nothing.
    """
    return {str(name): _parquet(name, study.pk) for name in Name if name != Name.MAP}


def frame(content: bytes | memoryview) -> pd.DataFrame:
    """Read a table again; one with shapes comes as a GeoDataFrame in EPSG:4326."""
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    found = table.to_pandas()
    shape = next((each for each in SHAPES.values() if each in found), None)
    if shape is None:
        return found
    found[shape] = shapely.from_wkb(found[shape].to_numpy())
    return geopandas.GeoDataFrame(found, geometry=shape, crs="EPSG:4326")


def _parquet(name: str, study: UUID) -> bytes:
    sql = (HERE / name).with_suffix(".sql").read_text()
    copied = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(sql, [study]) as copy:
        for piece in copy:
            copied.write(piece)
    copied.seek(0)
    table = pyarrow.csv.read_csv(copied, convert_options=READ)
    if shape := SHAPES.get(name):
        wkb = pyarrow.array(map(bytes.fromhex, table[shape].to_pylist()), pyarrow.binary())
        table = table.set_column(table.schema.get_field_index(shape), shape, wkb)
    made = io.BytesIO()
    pyarrow.parquet.write_table(table, made, compression="zstd")
    return made.getvalue()
