import json

import pytest

from registry.siting import naming
from registry.siting.refusals import BadWish


def test_a_table_of_poles_is_read_whatever_its_columns_are_called() -> None:
    found = naming.read("\ufeffPole;Latitude;Longitude\nL 1;38.04;-84.5\nL 2;38.05;-84.51\n")
    assert [(pole.name, pole.lng, pole.lat) for pole in found.poles] == [
        ("L 1", -84.5, 38.04),
        ("L 2", -84.51, 38.05),
    ]
    assert not found.turned


def test_rows_that_cannot_be_taken_are_named_with_the_reason() -> None:
    found = naming.read("lng,lat\n-84.5,38.04\nhere,there\n-84.5,\n200,38\nnan,1\n")
    assert len(found.poles) == 1
    assert [(each.row, each.why) for each in found.turned] == [
        (2, "Its lng and lat are no numbers."),
        (3, "Its lng and lat are no numbers."),
        (4, "Its lng and lat are no degrees."),
        (5, "Its lng and lat are no degrees."),
    ]


def test_points_of_geojson_are_taken_and_lines_are_not() -> None:
    told = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"Name": "Corner\u0000 lamp"},
                "geometry": {"type": "Point", "coordinates": [-84.5, 38.04, 5]},
            },
            {
                "type": "Feature",
                "properties": None,
                "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
            },
            {"type": "Feature", "geometry": None},
        ],
    }
    found = naming.read(json.dumps(told))
    assert [pole.name for pole in found.poles] == ["Corner lamp"]
    assert [each.why for each in found.turned] == [
        "It is a LineString, not a Point.",
        "It is no feature with a geometry.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "north,east\n1,2\n",
        "lng,lat\n",
        "{",
        '{"type": "FeatureCollection", "features": 3}',
        "lng,lat\n" + "1,1\n" * (naming.MOST_ROWS + 1),
        "lng,lat\n" + "1" * naming.LONGEST,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_table_of_places_is_refused(text: str) -> None:
    with pytest.raises(BadWish) as refused:
        naming.read(text)
    assert [fault.field for fault in refused.value.errors] == ["file"]
