"""The public map as a file tells strangers what the map tells them, and no more."""

import gzip
import json
from pathlib import Path

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.core.management import CommandError, call_command
from pmtiles.reader import MmapSource, Reader, all_tiles

from registry.places.models import Import, Street
from tests.tiles.mapped import decode, fold, mapped, square_of

pytestmark = pytest.mark.usefixtures("committed")

HERE, ANCHOR = (-84.5, 38.04), (-84.501, 38.0405)


@pytest.fixture
def town() -> None:
    Import.objects.create(file="town", credit="The County")
    line = MultiLineString(LineString((-84.52, 38.03), (-84.49, 38.05)), srid=4326)
    Street.objects.create(
        source="t", external_id="1", line=line, name="High Street", kind="primary"
    )
    for i in range(3):
        mapped(*HERE, level=1, anchor=(ANCHOR[0] + i / 1000, ANCHOR[1]), published=True)
    mapped(*HERE, level=1, anchor=(-84.49, 38.05))
    mapped(*HERE)
    fold()


def test_the_tiles_hold_the_public_layers_alone(town: None, tmp_path: Path) -> None:
    call_command("export_public", tmp_path / "map.pmtiles", verbosity=0)
    with (tmp_path / "map.pmtiles").open("rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        names = {n for _, body in all_tiles(source) for n in decode(gzip.decompress(body))}
        deep = square_of(*ANCHOR, 15)
        drawn = decode(gzip.decompress(reader.get(deep.z, deep.x, deep.y)))
        header, metadata = reader.header(), reader.metadata()
    assert names == {"street", "agg_public", "camera_public"}
    assert drawn["street"]["features"][0]["properties"] == {
        "kind": "primary", "name": "High Street",
    }  # fmt: skip
    assert header["min_lon_e7"] <= -845200000
    assert metadata["attribution"] == "The County"


def test_the_points_are_anchors_with_kind_and_band(town: None, tmp_path: Path) -> None:
    call_command("export_public", tmp_path / "map.geojson", verbosity=0)
    told = json.loads((tmp_path / "map.geojson").read_text())
    assert [feature["properties"] for feature in told["features"]] == [
        {"kind": "resident", "band": 1}
    ] * 3
    assert {tuple(feature["geometry"]["coordinates"]) for feature in told["features"]} == {
        (round(ANCHOR[0] + i / 1000, 6), ANCHOR[1]) for i in range(3)
    }


@pytest.mark.parametrize("name", ["map.shp", "map.pmtiles"])
def test_what_cannot_be_written_leaves_no_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_public", tmp_path / name)
    assert list(tmp_path.iterdir()) == []
