"""How near the best a choice comes: what holds for every table, and what one table proves."""

import math
from collections.abc import Sequence

import numpy as np

from geo.siting.options import Floats, Options

STEPS = 40  # of golden section: the price of a bound is then exact to eight digits
PROOFS = 4  # how many partial choices are asked for a bound


def guarantee_of(options: Options) -> float:
    """Give the share of the optimum that `choose` reaches whatever the cells.

    - Equal costs, one option a place: 1 - 1/e (Nemhauser, Wolsey, Fisher 1978, part I).
    - Equal costs, options that exclude each other: 1/2, greedy under a matroid (Fisher, Nemhauser,
      Wolsey 1978, part II).
    - A budget, one option a place: (1 - 1/e)/2 by the better of gain and gain per cost (Leskovec et
      al. 2007, theorem 3; Khuller, Moss, Naor 1999 have 1 - 1/√e for a variant).
    - Both: adding one option displaces at most ⌈dearest/cheapest⌉ of a budget's and one of its
      place's, a p-system, where greedy by gain has 1/(p + 1) (Călinescu et al. 2011, appendix B).
    """
    if options.uniform:
        return 0.5 if options.exclusive else 1 - 1 / math.e
    if not options.exclusive:
        return (1 - 1 / math.e) / 2
    return 1 / (math.ceil(float(options.cost.max() / options.cost.min())) + 2)


def bound_of(options: Options, worth: Floats, budget: float, chosen: Sequence[int]) -> float:
    """Give what no choice within the budget exceeds: the least of several proofs.

    f(best) <= f(S) + the most that options could add to S if their gains did not overlap, for any S
    (Leskovec et al. 2007, theorem 4): asked of the first none, some and all of the chosen.
    """
    stops = set(np.linspace(0, len(chosen), PROOFS).astype(int).tolist())
    left, value = worth.copy(), 0.0
    least = math.inf
    for count in range(len(chosen) + 1):
        if count:
            cells = options.covers(chosen[count - 1])
            value += float(left[cells].sum())
            left[cells] = 0.0
        if count in stops:
            least = min(least, value + _most_apart(options, options.gains(left), budget))
    return max(least, value)


def _most_apart(options: Options, gains: Floats, budget: float) -> float:
    """Bound the gain of one option a place within the budget if gains simply added up.

    The budget is made a price p by gain: p·budget + Σ over places of the best max(0, gain - p·cost)
    bounds it for every p >= 0, and at its least is the linear relaxation of the multiple-choice
    knapsack. It is convex in p, so golden section finds the least.
    """
    if not len(options):
        return 0.0
    order = np.argsort(options.place, kind="stable")
    place, gain, cost = options.place[order], gains[order], options.cost[order]
    first = np.flatnonzero(np.concatenate([[True], place[1:] != place[:-1]]))

    def total(price: float) -> float:
        best = np.maximum.reduceat(gain - price * cost, first)
        return price * budget + float(best[best > 0].sum())

    low, high = 0.0, float((gain / cost).max())
    ratio = (math.sqrt(5) - 1) / 2
    inner, outer = high - ratio * (high - low), low + ratio * (high - low)
    at_inner, at_outer = total(inner), total(outer)
    least = min(total(low), total(high), at_inner, at_outer)
    for _ in range(STEPS):
        if at_inner <= at_outer:
            high, outer, at_outer = outer, inner, at_inner
            inner = high - ratio * (high - low)
            at_inner = total(inner)
        else:
            low, inner, at_inner = inner, outer, at_outer
            outer = low + ratio * (high - low)
            at_outer = total(outer)
        least = min(least, at_inner, at_outer)
    return least
