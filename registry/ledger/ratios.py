"""Shares and ratios of counts, each with its interval of 95 %."""

import math
from typing import NamedTuple

Z = 1.959964  # the standard normal's 97.5th percentile


class Estimate(NamedTuple):
    """A number and the interval it lies in with 95 % confidence."""

    value: float
    low: float
    high: float

    @property
    def tells(self) -> bool:
        """Tell whether an interval of a ratio leaves 1, no change, out."""
        return self.low > 1 or self.high < 1


class Counts(NamedTuple):
    """Calls of one area before and after."""

    before: int
    after: int


def share(part: int, whole: int, z: float = Z) -> Estimate | None:
    """Give a share of a whole, 0 to 1, with Wilson's score interval; nothing of nothing is None.

    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    J. Am. Stat. Assoc. 22, 209-212; method 3 in R. G. Newcombe (1998), Statistics in Medicine 17,
    857-872. It stays within 0 and 1 and holds for few cases, where p ± 1.96 se does not.
    """
    if whole == 0:
        return None
    p = part / whole
    middle = (p + z**2 / (2 * whole)) / (1 + z**2 / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z**2 / (4 * whole**2)) / (1 + z**2 / whole)
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half))


def rate_ratio(
    calls: Counts, months_before: float, months_after: float, inflation: float = 1.0
) -> Estimate | None:
    """Give the rate after over the rate before; below 1 there are fewer. None where a count is 0.

    The logarithm's variance is 1/before + 1/after for Poisson counts: K. J. Rothman, S. Greenland,
    T. L. Lash (2008), Modern Epidemiology, 3rd ed., ch. 14. `inflation` multiplies it where calls
    vary more than Poisson counts do; see `relative_effect`.
    """
    if not (calls.before and calls.after):
        return None
    ratio = (calls.after / months_after) / (calls.before / months_before)
    return _log_normal(ratio, inflation * (1 / calls.before + 1 / calls.after))


def ratio_of_ratios(treated: Counts, control: Counts, inflation: float = 1.0) -> Estimate | None:
    """Give the treated area's change over the control area's; below 1 it fared better.

    The incidence rate ratio net of what happened elsewhere meanwhile: after/before of the one over
    after/before of the other, the lengths of the periods falling out. It is `relative_effect`
    turned over. None where a count is 0.
    """
    if not all((*treated, *control)):
        return None
    ratio = (treated.after / treated.before) / (control.after / control.before)
    variance = inflation * sum(1 / count for count in (*treated, *control))
    return _log_normal(ratio, variance)


# What Welsh & Farrington multiply the variance by: from monthly numbers of crimes in 13 CCTV
# schemes they found variance/mean = 0.0008 N + 1.2, about 2 at the median of 760 crimes.
OVERDISPERSION = 2.0


def relative_effect(
    treated: Counts, control: Counts, inflation: float = OVERDISPERSION
) -> Estimate | None:
    """Give Welsh & Farrington's relative effect size: above 1 the treated area fared better.

    RES = (a d) / (b c) with a, b the treated area's crimes before and after and c, d the control
    area's; Var(ln RES) = (1/a + 1/b + 1/c + 1/d) x `inflation`, for crimes come in bursts: D. P.
    Farrington, M. Gill, S. J. Waples, J. Argomaniz (2007), J. Experimental Criminology 3, 21-38,
    appendix; B. C. Welsh, D. P. Farrington (2008), Campbell Systematic Reviews 2008:17.
    """
    net = ratio_of_ratios(treated, control, inflation)
    return None if net is None else Estimate(1 / net.value, 1 / net.high, 1 / net.low)


def _log_normal(ratio: float, variance: float) -> Estimate:
    """Give exp(ln ratio ± 1.96 se)."""
    stretch = math.exp(Z * math.sqrt(variance))
    return Estimate(ratio, ratio / stretch, ratio * stretch)
