"""What areas can be studied, and what is said of the others."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from registry.coverage import areas
from registry.coverage.refusals import BadStudy, UnreadableArea
from tests.registry.coverage import corner

PART = shapely.Polygon(corner.box(-50, -50, 50, 50)[0][0].coords)
HERE = shapely.MultiPolygon([PART])


def geojson(shape: shapely.Geometry) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return told


def ring(corners: int) -> shapely.Polygon:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    xy = np.column_stack([np.sin(turn), np.cos(turn)]) * 500
    return shapely.Polygon(corner.PLANE.to_degrees(xy))


def refused(told: dict[str, Any]) -> str:
    with pytest.raises(BadStudy) as bad:
        areas.refuse_too_large(areas.drawn(told))
    ((field, why),) = bad.value.errors
    assert field == "area"
    return why


def test_an_outline_is_a_geometry_a_feature_or_several() -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": geojson(PART)}
    several = {"type": "FeatureCollection", "features": [feature, feature]}
    for told in (geojson(PART), geojson(HERE), feature, several):
        assert shapely.equals(areas.drawn(told), HERE)
    assert areas.square_metres(HERE) == pytest.approx(10_000, rel=0.001)


def test_ten_thousand_corners_are_taken_and_no_more() -> None:
    taken = areas.drawn(geojson(ring(10_000)))
    assert areas.square_metres(taken) == pytest.approx(np.pi * 500**2, rel=0.001)
    assert refused(geojson(ring(10_001))) == "It has 10,002 corners; an area has at most 10,000."


def test_a_self_crossing_outline_is_told_where() -> None:
    bow = shapely.Polygon([(-84.5, 38), (-84.4, 38.1), (-84.4, 38), (-84.5, 38.1)])
    assert refused(geojson(bow)) == "The outline crosses itself at -84.45000, 38.05000."


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"type": "Polygon", "coordinates": []}, "The area is empty."),
        ({"type": "FeatureCollection", "features": []}, "The area is empty."),
        (geojson(shapely.Point(1, 1)), "An area is made of polygons."),
        (geojson(shapely.box(0, 86, 1, 87)), "longitude and latitude"),
        (geojson(shapely.box(-84.5, 38, -84.499999, 38.000001)), "The area is empty."),
        (geojson(shapely.box(-85, 38, -84, 39)), "At most 44 km², a million cells"),
        ({"type": "Polygon"}, "This is no GeoJSON."),
        ({"type": "FeatureCollection", "features": [7]}, "This is no GeoJSON."),
    ],
)
def test_what_is_no_area_is_told_why(told: dict[str, Any], why: str) -> None:
    assert why in refused(told)


@pytest.mark.parametrize("driver", ["GPKG", "GeoJSON"])
def test_a_file_is_read_whatever_it_is_called(driver: str, tmp_path: Path) -> None:
    path = tmp_path / f"area.{driver.lower()}"
    pyogrio.raw.write(
        path, np.array([shapely.to_wkb(PART)], dtype=np.object_), field_data=[], fields=[],
        geometry_type="Polygon", crs="EPSG:4326", driver=driver,
    )  # fmt: skip
    read = areas.uploaded(path.read_bytes())
    assert shapely.equals_exact(shapely.normalize(read), shapely.normalize(HERE), 1e-7)


def test_a_file_from_an_atlas_on_the_web_is_read() -> None:
    points = " ".join(f"{x},{y},0" for x, y in PART.exterior.coords)
    kml = (
        '<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon>'
        f"<outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark></kml>"
    )
    read = areas.uploaded(kml.encode())
    assert shapely.equals_exact(shapely.normalize(read), shapely.normalize(HERE), 1e-7)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"SQLite format 3\0 and no more", b"{}", b'{"type": "Point", "coordinates": [1, 2]}',
        b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
        b"</OGRVRTLayer></OGRVRTDataSource>",
        b"<?xml version='1.0'?><gml/>", b"id,WKT\n1,POINT(1 2)\n",
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises((UnreadableArea, BadStudy)):
        areas.uploaded(content)
