"""The map: vectors that agree with the study, and that can be told apart in grey."""

import numpy as np
import pandas as pd
import pytest
import shapely
from defusedxml import ElementTree

from geo.hexgrid import Cells
from geo.optics import SCHEMES
from registry.models import Report, ReportPart
from registry.reports import hexagons, queries
from registry.reports.hexagons import UNSEEN_STREET, dissolved
from registry.reports.looks import looks
from registry.reports.sheet import MARGIN, MM, WIDTH, Sheet, path
from tests.registry.coverage.drawn import HALF, PLANE

NAME = ReportPart.Name
SVG = "{http://www.w3.org/2000/svg}"


def square(half: float) -> shapely.Polygon:
    shape: shapely.Polygon = PLANE.geometry_to_degrees(shapely.box(-half, -half, half, half))
    return shape


def test_a_sheet_holds_the_area_in_its_middle_and_north_is_up() -> None:
    sheet = Sheet.over(square(HALF))
    west, north, east, south = shapely.bounds(sheet.shapes(square(HALF)))
    assert west == pytest.approx(WIDTH - east, abs=2)
    assert north == pytest.approx(sheet.height - south, abs=2)
    assert (east - west) * sheet.metres == pytest.approx(2 * HALF, rel=0.01)
    (x, y), (_, above) = sheet.points([(-84.5, 38.04), (-84.5, 38.0401)])
    assert above < y
    assert (x, y) == (pytest.approx(WIDTH / 2, abs=2), pytest.approx(sheet.height / 2, abs=2))
    tall = sheet.height / MM / 1000 * (1 - 2 * MARGIN)  # metres of paper
    assert sheet.scale == pytest.approx(2 * HALF / tall, rel=0.01)


def test_a_path_is_relative_steps_and_closes_its_rings() -> None:
    ring = shapely.box(0, 0, 10, 20).difference(shapely.box(2, 2, 4, 4))
    line = shapely.LineString([(0, 0), (0, 0), (5, -5)])
    assert path(shapely.box(0, 0, 10, 20)) in {"M10 0l0 20-10 0 0-20z", "M10 0l0 20 -10 0 0 -20z"}
    assert path(ring).count("z") == 2
    assert path([line, shapely.Point(1, 1)]) == "M0 0l5-5"


@pytest.fixture
def cells() -> pd.DataFrame:
    """The west is seen, at 3 in the north and 1 in the south; the east is street, and unseen."""
    table = Cells.within(PLANE, (-HALF, -HALF, HALF, HALF))
    x, y = table.centres.T
    level = np.where(x > 0, 0, np.where(y > 0, 3, 1))
    return pd.DataFrame({"cell": table.ids.astype(np.int64), "level": level, "public": x > 0})


def test_cells_become_shapes_of_the_same_area(cells: pd.DataFrame) -> None:
    sheet = Sheet.over(square(HALF))
    shapes = dissolved(sheet, cells)
    assert set(shapes) == {UNSEEN_STREET, 1, 3}
    each = (2 * HALF) ** 2 / len(cells)
    for look, drawn in shapes.items():
        count = (cells["level"] == max(look, 0)).sum()
        assert shapely.area(drawn) * sheet.metres**2 == pytest.approx(each * count, rel=0.01)
    together = shapely.area(shapely.union_all(list(shapes.values())))
    assert together == pytest.approx(sum(map(shapely.area, shapes.values())))


def test_from_far_off_a_parent_is_drawn_as_most_of_its_cells_are(cells: pd.DataFrame) -> None:
    near, far = Sheet.over(square(HALF)), Sheet.over(square(HALF * 60))
    assert (hexagons.resolution(near), hexagons.resolution(far)) == (13, 12)
    drawn = dissolved(far, cells)
    assert set(drawn) == {UNSEEN_STREET, 1, 3}
    area = sum(map(shapely.area, drawn.values())) * far.metres**2
    assert area == pytest.approx((2 * HALF) ** 2, rel=0.35)  # parents reach over the edge
    assert sum(map(shapely.get_num_coordinates, drawn.values())) < 100


def test_the_map_is_one_drawing_with_its_words(report: Report) -> None:
    drawn = ElementTree.fromstring(queries.part(report, NAME.MAP))
    assert drawn.tag == f"{SVG}svg"
    assert drawn.find(f"{SVG}title") is not None
    words = {text.text for text in drawn.iter(f"{SVG}text")}
    assert {"East", "West", "N", "1", "2", "3", "Seen: recognise", "Seen: identify"} <= words
    assert "Too few pixels" in words
    assert "style" not in {name for each in drawn.iter() for name in each.attrib}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_more_is_darker_also_in_grey(scheme: str) -> None:
    for level in SCHEMES[scheme]:
        greys = [grey(look.fill) for look in looks(scheme, level)]
        seen = list(dict.fromkeys(greys[1:]))
        assert seen == sorted(seen, reverse=True)
        assert len({(look.fill, look.pattern) for look in looks(scheme, level)}) >= 2
        for look in looks(scheme, level):
            assert bool(look.pattern) == (not look.words.startswith("Seen"))


def grey(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return float(np.dot((red, green, blue), (0.2126, 0.7152, 0.0722)))
