"""Places compared: by resident, by land, and by what is asked of them."""

import pytest

from registry.coverage import equity, tables, watched
from registry.models import StudyCell
from tests.registry.coverage.drawn import HALF, STEP, Drawn, draw


def test_a_curve_and_its_gini_by_hand() -> None:
    """Three people have 1 each and one has 5: P = 3/4, 1; L = 3/8, 1.

    G = 1 - (3/4 · 3/8 + 1/4 · (3/8 + 1)) = 1 - (9/32 + 11/32) = 3/8.
    """
    spread = equity.lorenz([5.0, 1.0], [1, 3])
    assert spread is not None
    assert spread.residents == [0, 0.75, 1]
    assert spread.had == [0, 0.375, 1]
    assert spread.gini == pytest.approx(3 / 8)


def test_where_all_have_alike_the_gini_is_0() -> None:
    spread = equity.lorenz([2.0, 2.0, 2.0], [10, 700, 3])
    assert spread is not None
    assert spread.gini == pytest.approx(0)


def test_one_district_or_nothing_at_all_makes_no_curve() -> None:
    assert equity.lorenz([3.0], [100]) is None
    assert equity.lorenz([0.0, 0.0], [100, 200]) is None


@pytest.fixture
def drawn(db: None) -> Drawn:
    return draw()


def test_districts_are_compared_by_resident(drawn: Drawn) -> None:
    found = equity.equity(drawn.study, tables.districts(drawn.study))
    east, west = found["districts"]
    assert east["street_per_resident"] == pytest.approx(STEP / 300)
    assert west["street_per_resident"] == pytest.approx(HALF / 1200)
    # 24/300 over 47/1200
    assert found["sentence"].startswith("East has 2.0 times as much seen street")
    # P = .8, L = 47/71 for the west: G = .8 - 47/71
    assert found["lorenz"]["gini"] == pytest.approx(0.8 - HALF / (HALF + STEP))


def test_land_that_is_no_street_is_private(drawn: Drawn) -> None:
    found = equity.equity(drawn.study, tables.districts(drawn.study))["private_land"]
    land = StudyCell.objects.filter(study=drawn.study, public=False)
    seen = land.filter(cameras__gt=0).count()
    assert found["seen_m2"] == pytest.approx(44 * seen)
    assert found["share"] == pytest.approx(seen / land.count())
    watched_cells = StudyCell.objects.filter(study=drawn.study, cameras__gt=0).count()
    assert found["of_watched"] == pytest.approx(seen / watched_cells)


def test_a_place_is_watched_more_than_is_asked(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The upper west is watched and nothing is asked of it; all is asked of the lower east."""
    monkeypatch.setattr(watched, "RESOLUTION", 12)  # some seven cells a place
    monkeypatch.setattr(watched, "LEAST_CELLS", 4)
    StudyCell.objects.filter(study=drawn.study).update(demand=0)
    unseen = StudyCell.objects.filter(study=drawn.study, district=drawn.east, cameras=0)
    unseen.update(demand=1)
    found = watched.places(drawn.study)
    assert found["rows"]
    assert all(row["watched"] - row["wanted"] >= watched.MORE for row in found["rows"])
    assert {row["street"] for row in found["rows"]} <= {"Main Street", "Elm Street"}
    assert found["sentence"].startswith(f"{len(found['rows'])} of {found['compared']} places")
    assert len(found["dots"]) == found["compared"]


def test_without_demand_or_with_one_place_nothing_is_compared(drawn: Drawn) -> None:
    assert "too small" in watched.places(drawn.study)["sentence"]
    StudyCell.objects.filter(study=drawn.study).update(demand=0)
    assert watched.places(drawn.study)["sentence"].startswith("Nothing is asked")


def test_districts_without_known_residents_are_not_compared(drawn: Drawn) -> None:
    drawn.west.population = None
    drawn.west.save()
    found = equity.equity(drawn.study, tables.districts(drawn.study))
    assert found["lorenz"] is None
    assert found["sentence"].startswith("There are too few districts")


def test_a_district_nobody_sees_is_said_so(drawn: Drawn) -> None:
    drawn.study.streets.filter(district=drawn.west).update(seen=False)
    found = equity.equity(drawn.study, tables.districts(drawn.study))
    assert found["sentence"].startswith("No street in West is seen; East has 80 m for 1,000")
