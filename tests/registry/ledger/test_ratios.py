"""Intervals and ratios, against numbers printed elsewhere."""

import pytest

from registry.ledger.ratios import Counts, rate_ratio, ratio_of_ratios, relative_effect, share


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_wilsons_interval_is_newcombes_table(
    part: int, whole: int, low: float, high: float
) -> None:
    """Newcombe (1998), table I, method 3."""
    found = share(part, whole)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.value == part / whole


def test_a_share_stays_within_all_and_nothing() -> None:
    found = share(7, 7)
    assert found is not None
    assert found.high == 1.0
    assert 0.6 < found.low < 0.7
    assert share(0, 0) is None


def test_a_rate_ratio_is_that_of_rothmans_example() -> None:
    """Breast cancer after fluoroscopy, Boice & Monson (1977): 41 in 28,010 years, 15 in 19,017."""
    found = rate_ratio(Counts(15, 41), 19_017, 28_010)
    assert found is not None
    assert found.value == pytest.approx(1.86, abs=5e-3)
    assert (found.low, found.high) == pytest.approx((1.03, 3.35), abs=5e-3)
    assert found.tells


def test_a_count_of_nothing_has_no_ratio() -> None:
    assert rate_ratio(Counts(0, 5), 1, 1) is None
    assert ratio_of_ratios(Counts(5, 5), Counts(5, 0)) is None
    assert relative_effect(Counts(5, 5), Counts(0, 5)) is None


@pytest.mark.parametrize(
    ("treated", "control"), [(Counts(80, 80), Counts(60, 120)), (Counts(80, 40), Counts(60, 60))]
)
def test_the_relative_effect_is_two_where_its_authors_say_so(
    treated: Counts, control: Counts
) -> None:
    """Farrington et al. (2007): crimes doubled in the control area, or halved in the treated."""
    found = relative_effect(treated, control)
    assert found is not None
    assert found.value == pytest.approx(2.0)


def test_overdispersion_widens_the_interval_by_its_root() -> None:
    counts = Counts(100, 80), Counts(100, 100)
    plain, wide = relative_effect(*counts, inflation=1.0), relative_effect(*counts)
    assert plain is not None
    assert wide is not None
    # 1/100 + 1/80 + 1/100 + 1/100 = 0.0425, its root 0.2062; doubled 0.2915: by hand
    assert plain.high / plain.value == pytest.approx(1.498, abs=1e-3)
    assert wide.high / wide.value == pytest.approx(1.771, abs=1e-3)
    assert not wide.tells
