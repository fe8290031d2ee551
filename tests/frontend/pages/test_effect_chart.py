"""The drawing of months."""

import numpy as np

from frontend.pages.effect_chart import chart
from registry.ledger.comparing import Asked, Comparison
from registry.ledger.months import Month, Period
from registry.ledger.places import Area, Places
from tests.tiles.scene import at


def compared(*monthly: list[int]) -> Comparison:
    areas = [Area(corners=[at(east, 0), at(east + 400, 0), at(east, 400)]) for east in (0, 3000)]
    asked = Asked(
        treated=areas[0], ring_m=100, control=areas[1],
        before=Period(Month(2021, 1), Month(2021, 3)), after=Period(Month(2022, 1), Month(2022, 2)),
    )  # fmt: skip
    places = Places.of(asked.treated, asked.ring_m, asked.control)
    return Comparison(asked=asked, places=places, monthly=np.array(monthly))


def test_months_that_are_not_told_leave_a_gap() -> None:
    drawn = chart(compared([10, 2, 9, 20, 5], [1, 1, 1, 1, 1], [7, 7, 7, 7, 7]))
    assert drawn is not None
    assert drawn.top == 20
    assert [each.area for each in drawn.stretches] == ["treated"] * 2 + ["control"] * 2
    # 9 goes with the lone 2, so the month before it stands alone; 20 is the top, 5 a quarter of it
    alone, after = (each.points.split() for each in drawn.stretches[:2])
    assert [point.split(",")[1] for point in alone] == ["84.0", "84.0"]
    assert [point.split(",")[1] for point in after] == ["18.0", "117.0"]


def test_there_is_no_drawing_of_nothing_told() -> None:
    assert chart(compared(*[[1] * 5] * 3)) is None
