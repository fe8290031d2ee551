"""What the shadows in one slab leave visible, and which two limits flip their order in it."""

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.limits import compare, nearness
from geo.visibility.engine.packing import Floats, Ints, Pair

# a row of scratch: a shadow's entry and exit on the slab's two borders and its number; then the
# corners of a gap
ENTRY, EXIT, SHADOW, GAP, SCRATCH = 0, 2, 4, 5, 9


@compiled
def order_shadows(
    lines: Floats,
    shadows: Ints,
    count: int,
    close: int,
    away: int,
    right: Pair,
    left: Pair,
    scratch: Floats,
) -> int:
    """Sort the shadows that matter by their entry, nearest first; give how many.

    The last shadow is what lies beyond the far limit; a shadow beyond that, or before the near
    limit, does not matter.
    """
    n = 0
    near_r, near_l = (
        nearness(lines, close, right[0], right[1]),
        nearness(lines, close, left[0], left[1]),
    )
    far_r, far_l = (
        nearness(lines, away, right[0], right[1]),
        nearness(lines, away, left[0], left[1]),
    )
    hidden_r = hidden_l = -1.0  # from where on an endless shadow hides all
    for i in range(count):
        entry, leave = shadows[i, 0], shadows[i, 1]
        a, b = nearness(lines, entry, right[0], right[1]), nearness(lines, entry, left[0], left[1])
        if (a <= far_r and b <= far_l and i < count - 1) or (a <= hidden_r and b <= hidden_l):
            continue
        c = d = 0.0
        if leave:
            c, d = (
                nearness(lines, leave, right[0], right[1]),
                nearness(lines, leave, left[0], left[1]),
            )
            if c >= near_r and d >= near_l:
                continue
        elif a + b > hidden_r + hidden_l:
            hidden_r, hidden_l = a, b
        k = n
        while k > 0 and scratch[k - 1, ENTRY] + scratch[k - 1, ENTRY + 1] < a + b:
            for column in range(GAP):
                scratch[k, column] = scratch[k - 1, column]
            k -= 1
        scratch[k, ENTRY], scratch[k, ENTRY + 1], scratch[k, EXIT], scratch[k, EXIT + 1] = (
            a,
            b,
            c,
            d,
        )
        scratch[k, SHADOW] = i
        n += 1
    return n


@compiled
def visible_gaps(
    lines: Floats,
    shadows: Ints,
    count: int,
    close: int,
    away: int,
    right: Pair,
    left: Pair,
    scratch: Floats,
) -> tuple[int, int, int]:
    """Walk out through a slab's shadows; give (gaps, -1, -1), or (_, i, j) if limits i, j flip.

    Corners of the gaps, as nearness, go to the last four columns of scratch: near right, far right,
    near left, far left. The walk knows how far all is hidden: up to `edge`, or where two shadows
    end across each other, up to the farther of `edge` and `other` (`out`), surely up to the nearer
    (`sure`). Only a comparison whose outcome matters can ask for a split.
    """
    n = order_shadows(lines, shadows, count, close, away, right, left, scratch)
    edge, other, lid, seen = close, -1, -1, 0
    out_r = sure_r = nearness(lines, close, right[0], right[1])
    out_l = sure_l = nearness(lines, close, left[0], left[1])
    lid_r = lid_l = np.inf
    for k in range(n):
        entry_r, entry_l, exit_r, exit_l = (
            scratch[k, 0],
            scratch[k, 1],
            scratch[k, 2],
            scratch[k, 3],
        )
        entry, leave = shadows[int(scratch[k, SHADOW])]
        if lid >= 0 and (compare(entry_r, lid_r) > 0 or compare(entry_l, lid_l) > 0):
            return seen, lid, entry  # it ends the last gap sooner, in a part of the slab
        at_r, at_l = compare(entry_r, sure_r), compare(entry_l, sure_l)
        if at_r < 0 or at_l < 0:
            if other >= 0:
                return seen, edge, other
            if at_r > 0 or at_l > 0:
                return seen, edge, entry
            scratch[seen, GAP], scratch[seen, GAP + 1] = out_r, entry_r
            scratch[seen, GAP + 2], scratch[seen, GAP + 3] = out_l, entry_l
            seen += 1
            lid, lid_r, lid_l = entry, entry_r, entry_l
            edge, out_r, out_l, sure_r, sure_l = leave, exit_r, exit_l, exit_r, exit_l
        elif compare(exit_r, out_r) <= 0 and compare(exit_l, out_l) <= 0:
            edge, other, out_r, out_l, sure_r, sure_l = leave, -1, exit_r, exit_l, exit_r, exit_l
        elif compare(exit_r, sure_r) < 0 or compare(exit_l, sure_l) < 0:
            if other >= 0:
                return seen, edge, other
            other = leave
            out_r, out_l, sure_r, sure_l = (
                min(out_r, exit_r), min(out_l, exit_l), max(sure_r, exit_r), max(sure_l, exit_l)
            )  # fmt: skip
    return seen, -1, -1
