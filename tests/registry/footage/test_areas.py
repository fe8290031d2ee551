"""Areas as people paste them."""

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.footage import areas
from registry.footage.refusals import CannotAsk

RING = [[-84.5, 38.0], [-84.49, 38.0], [-84.49, 38.01], [-84.5, 38.01], [-84.5, 38.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
FEATURE = {"type": "Feature", "properties": {}, "geometry": POLYGON}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(POLYGON),
        json.dumps(FEATURE),
        json.dumps({"type": "FeatureCollection", "features": [FEATURE]}),
        "POLYGON ((-84.5 38, -84.49 38, -84.49 38.01, -84.5 38.01, -84.5 38))",
        "POLYGON Z ((-84.5 38 1, -84.49 38 1, -84.49 38.01 1, -84.5 38.01 1, -84.5 38 1))",
    ],
)
def test_geojson_and_wkt_are_read_alike(text: str) -> None:
    assert areas.read(text).equals(shapely.Polygon(RING))
    assert areas.square_metres(areas.read(text)) == pytest.approx(974_500, rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "here",
        "{",
        "{}",
        '{"type": "FeatureCollection", "features": [1]}',
        '{"type": "Feature"}',
        "[1]",
        "POINT (1 2)",
        "POLYGON EMPTY",
        "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))",
        "POLYGON ((0 0, 200 0, 200 1, 0 0))",
        "POLYGON ((0 0, 1 0, 1 nan, 0 0))",
        "POLYGON ((0 0, 1 0, 1 1e999, 0 0))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
        json.dumps({"type": "Polygon", "coordinates": [[[0, 0]]]}),
        "POLYGON ((" + ", ".join(f"{n / 1000} {n * n / 1e6}" for n in range(300)) + ", 0 0))",
        "[" * 15_000,
        "x" * 30_000,
    ],
)
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(CannotAsk) as refused:
        areas.read(text)
    assert [fault.field for fault in refused.value.errors] == ["area"]


@settings(max_examples=40)
@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_nothing_anybody_pastes_breaks_it(text: str) -> None:
    for said in (text, '{"type": "Polygon", "coordinates": ' + text + "}"):
        try:
            assert areas.read(said).is_valid
        except CannotAsk:
            continue


def test_a_circle_is_as_large_as_its_radius() -> None:
    circle = areas.around(-84.5, 38.04, 200)
    assert areas.square_metres(circle) == pytest.approx(3.1416 * 200**2, rel=0.01)
    assert areas.drawn(areas.stored(circle)).equals(circle)


@pytest.mark.parametrize(
    "place", [(200, 0, 10), (0, 90, 10), (0, 0, 0), (0, 0, 1e9), (float("nan"), 0, 10)]
)
def test_a_circle_round_nowhere_is_refused(place: tuple[float, float, float]) -> None:
    with pytest.raises(CannotAsk):
        areas.around(*place)
