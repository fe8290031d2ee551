"""Displacement, against published examples and sums done by hand."""

import math

import pytest

from registry.ledger.displacement import displacement, fewer, verdict
from registry.ledger.ratios import Counts

# The example of Wheeler & Ratcliffe (2018): a treated area, its control, a ring and the ring's.
TREATED, CONTROL = Counts(207, 110), Counts(308, 318)
RING, RING_CONTROL = Counts(178, 157), Counts(150, 140)


def test_the_difference_is_that_of_its_authors_example() -> None:
    found = fewer(TREATED, CONTROL, RING, RING_CONTROL)
    assert found.value == -118
    assert (found.low, found.high) == pytest.approx((-196, -40), abs=0.5)
    assert (found.high - found.value) / 1.959964 == pytest.approx(math.sqrt(1568))


def test_periods_of_different_lengths_are_weighed() -> None:
    """Two years before and one after: 80/2 to 20 against 100/2 to 50, standard error √115."""
    found = fewer(Counts(80, 20), Counts(100, 50), lengths=(2, 1))
    assert found.value == -20
    assert (found.high - found.value) / 1.959964 == pytest.approx(math.sqrt(115))


def test_all_that_was_won_came_back_next_door() -> None:
    found = displacement(Counts(100, 50), Counts(100, 150), Counts(100, 100))
    assert found is not None
    assert found.quotient == pytest.approx(-1)
    assert (found.gross, found.success, found.ring, found.net) == (50, -0.5, 0.5, 0)
    assert "less than" in verdict(found)


def test_a_spread_of_the_benefit() -> None:
    found = displacement(Counts(100, 50), Counts(100, 75), Counts(100, 100))
    assert found is not None
    assert found.quotient == pytest.approx(0.5)
    assert found.net == 75
    assert "spread" in verdict(found)


def test_the_formulas_of_the_guide_by_hand() -> None:
    """GE 97, success 110/318 - 207/308, WDQ .2581, TNE 103.72 + 26.78: Guerette (2009), app. B."""
    found = displacement(TREATED, RING, CONTROL)
    assert found is not None
    assert found.gross == 97
    assert found.success == pytest.approx(-0.32617, abs=1e-5)
    assert found.quotient == pytest.approx(0.2582, abs=1e-4)
    assert found.net == pytest.approx(130.50, abs=5e-3)


@pytest.mark.parametrize(
    ("ring", "says"),
    [(Counts(100, 40), "more than the treated area itself"), (Counts(100, 100), "no displacement"),
     (Counts(100, 120), "Some of it moved"), (Counts(100, 190), "More moved")],
)  # fmt: skip
def test_the_quotient_is_read_as_the_guide_reads_it(ring: Counts, says: str) -> None:
    found = displacement(Counts(100, 50), ring, Counts(100, 100))
    assert found is not None
    assert says in verdict(found)


def test_without_a_fall_there_is_nothing_to_displace() -> None:
    for after in (100, 130):
        found = displacement(Counts(100, after), Counts(100, 150), Counts(100, 100))
        assert found is not None
        assert found.quotient is None
        assert "nothing" in verdict(found)


def test_a_control_area_without_calls_says_nothing() -> None:
    assert displacement(Counts(9, 9), Counts(9, 9), Counts(0, 4)) is None


def test_unequal_periods_are_made_equal_for_the_gross_effect() -> None:
    found = displacement(Counts(200, 50), Counts(9, 9), Counts(200, 100), lengths=(12, 6))
    assert found is not None
    assert found.gross == 50
