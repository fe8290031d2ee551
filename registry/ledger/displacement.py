"""Did it go away, or round the corner? Measures of displacement from counts of three areas."""

import math
from dataclasses import dataclass

from registry.ledger.ratios import Counts, Estimate, Z


@dataclass(frozen=True, kw_only=True)
class Displacement:
    """What became of calls in a treated area, in the ring round it and in a control area.

    gross: calls fewer in the treated area. success and ring: the change of each area's share of
    the control area's calls; below 0 is a fall. quotient: the one over the other, None where the
    treated area did not fall, for then there is nothing to displace. net: calls fewer in both
    together than if they had gone the control area's way.
    """

    gross: float
    success: float
    ring: float
    quotient: float | None
    net: float


def displacement(
    treated: Counts, ring: Counts, control: Counts, lengths: tuple[float, float] = (1.0, 1.0)
) -> Displacement | None:
    """Measure it; None where the control area had no calls before or after.

    With A treated, B ring, C control, 0 before and 1 after:
    success measure = A1/C1 - A0/C0, buffer displacement measure = B1/C1 - B0/C0, and the weighted
    displacement quotient WDQ = buffer displacement measure / success measure: K. J. Bowers, S. D.
    Johnson (2003), J. Quantitative Criminology 19, 275-301. Gross effect = A0 - A1 and total net
    effect = [A0 (C1/C0) - A1] + [B0 (C1/C0) - B1]: R. T. Guerette (2009), Analyzing Crime
    Displacement and Diffusion, Problem-Oriented Guides for Police, Tool Guide 10, appendix B.

    `lengths` of the periods before and after: of unequal ones the gross effect compares A1 with
    A0 as it would have been in a period of the later one's length. All else is free of them.
    """
    if not (control.before and control.after):
        return None
    success = treated.after / control.after - treated.before / control.before
    beside = ring.after / control.after - ring.before / control.before
    trend = control.after / control.before
    return Displacement(
        gross=treated.before * lengths[1] / lengths[0] - treated.after,
        success=success,
        ring=beside,
        quotient=beside / success if success < 0 else None,
        net=treated.before * trend - treated.after + ring.before * trend - ring.after,
    )


def verdict(found: Displacement) -> str:
    """Read the quotient in words, as appendix C of Guerette (2009) does.

    It speaks of displacement only where calls in the treated area fell against the control area.
    """
    if found.quotient is None:
        return (
            "Calls in the treated area did not fall against the control area, so there is nothing"
            " that could have been displaced: the quotient says nothing here."
        )
    if found.quotient > 1:
        return "The ring gained more than the treated area itself: a spread of the benefit."
    if found.quotient > 0:
        return "Calls fell in the ring too: a spread of the benefit beyond the treated area."
    if found.quotient == 0:
        return "The ring went the way of the control area: no displacement, no spread."
    if found.quotient >= -1:
        return "Some of it moved into the ring, less than what was won in the treated area."
    return "More moved into the ring than was won in the treated area."


NOTHING = Counts(0, 0)


def fewer(
    treated: Counts,
    control: Counts,
    ring: Counts = NOTHING,
    ring_control: Counts = NOTHING,
    lengths: tuple[float, float] = (1.0, 1.0),
) -> Estimate:
    """Give the weighted displacement difference: calls more (above 0) or fewer than elsewhere.

    WDD = (T1 - T0) - (C1 - C0) + (D1 - D0) - (Cd1 - Cd0); the variance of a difference of Poisson
    counts is their sum: A. P. Wheeler, J. H. Ratcliffe (2018), Crime Science 7:11. Counts are
    divided by the lengths of their periods, variances by their squares, and the answer is per
    unit of length. The areas compared should have about as many calls.
    """
    before, after = lengths
    signs = ((treated, 1), (control, -1), (ring, 1), (ring_control, -1))
    value = sum(sign * (each.after / after - each.before / before) for each, sign in signs)
    variance = sum(each.after / after**2 + each.before / before**2 for each, _ in signs)
    half = Z * math.sqrt(variance)
    return Estimate(value, value - half, value + half)
