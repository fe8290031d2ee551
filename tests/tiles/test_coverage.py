"""A study's tiles: hexagons by value, parents when zoomed out, cut at the area's edge."""

from typing import Any

import h3
import mapbox_vector_tile
import numpy as np
import pytest
import shapely

from registry.coverage import running
from registry.coverage.models import Study, StudyCell
from tests.registry.coverage import corner
from tests.tiles.mapped import square_of
from tiles import coverage
from tiles.square import Square

pytestmark = pytest.mark.django_db

AREA = (-40.0, -40.0, 40.0, 40.0)


@pytest.fixture
def study() -> Study:
    corner.camera(corner.at(0, 0))
    corner.street("Long Street", (0, -30), (0, 60))
    asked = corner.study(*AREA)
    running.run(asked.pk)
    return asked


def drawn(study: Study, square: Square) -> dict[str, list[dict[str, Any]]]:
    tile: dict[str, Any] = mapbox_vector_tile.decode(
        coverage.draw(study.pk, square), default_options={"y_coord_down": True}
    )
    return {name: layer["features"] for name, layer in tile.items()}


def tiles(study: Study, z: int) -> list[dict[str, list[dict[str, Any]]]]:
    """Draw all that show the study."""
    here = square_of(*corner.PLACE, z)
    around = [Square(z, here.x + i, here.y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return [drawn(study, square) for square in around]


def test_every_cell_is_drawn_as_it_is_kept(study: Study) -> None:
    kept = {f"{row.cell:x}": row for row in StudyCell.objects.filter(study=study)}
    told = {
        each["properties"]["cell"]: each["properties"]
        for tile in tiles(study, 17)
        for each in tile.get("coverage", [])
    }
    assert told.keys() == kept.keys()
    for cell, row in kept.items():
        assert told[cell] == {
            "cell": cell, "share": float(row.cameras > 0), "cameras": row.cameras,
            "level": row.level, "reason": row.reason,
        }  # fmt: skip


def test_zoomed_out_their_parents_say_how_much_of_them_is_seen(study: Study) -> None:
    for z, resolution in ((15, 12), (14, 11), (12, 9), (8, 7)):
        (tile,) = [each for each in [drawn(study, square_of(*corner.PLACE, z))] if each]
        hexes = [each["properties"] for each in tile["coverage"]]
        assert {h3.get_resolution(each["cell"]) for each in hexes} == {resolution}
        assert all(0 <= each["share"] <= 1 for each in hexes)
        assert any(0 < each["share"] < 1 for each in hexes)


def test_nothing_is_drawn_outside_the_area(study: Study) -> None:
    square = square_of(*corner.PLACE, 15)
    side = 1 << square.z
    edges = [
        ((lng + 180) / 360 * side - square.x, (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2)
        for lng, lat in corner.box(*AREA)[0][0].coords
    ]
    outline = shapely.Polygon([(x * 4096, (y * side - square.y) * 4096) for x, y in edges])
    hexes = [shapely.geometry.shape(each["geometry"]) for each in drawn(study, square)["coverage"]]
    whole = shapely.union_all(hexes)
    assert shapely.buffer(outline, 2).covers(whole)
    assert whole.area == pytest.approx(outline.area, rel=0.25)  # open ground all over, but edges
    assert all(shapely.geometry.shape(h).is_valid for h in map(shapely.geometry.mapping, hexes))


def test_streets_are_lines_of_one_level_each(study: Study) -> None:
    lines = [each for tile in tiles(study, 17) for each in tile.get("coverage_street", [])]
    told = {(e["properties"]["seen"], e["properties"]["level"]) for e in lines}
    assert {True, False} == {seen for seen, _ in told}
    assert {e["properties"]["name"] for e in lines} == {"Long Street"}
    assert all(set(e["properties"]) >= {"level", "seen", "reason", "metres"} for e in lines)
    assert all("LineString" in e["geometry"]["type"] for e in lines)


def test_elsewhere_and_of_a_study_without_rows_nothing_is_drawn(study: Study) -> None:
    assert coverage.draw(study.pk, square_of(0.0, 0.0, 16)) == b""
    waiting = corner.study(*AREA)
    assert "coverage" not in drawn(waiting, square_of(*corner.PLACE, 16))


def test_the_children_of_a_cell_are_one_run_of_ids() -> None:
    for coarse, fine in ((10, 13), (7, 10), (12, 13)):
        name = h3.latlng_to_cell(38.04, -84.5, coarse)
        ids = np.array([h3.str_to_int(name)], np.uint64)
        first, last = coverage.children(ids, coarse, fine)
        children = [h3.str_to_int(child) for child in h3.cell_to_children(name, fine)]
        assert (min(children), max(children)) == (int(first[0]), int(last[0]))
