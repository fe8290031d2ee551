"""What was found of effect, in words and numbers with their intervals."""

from typing import NamedTuple

from registry.ledger.comparing import Comparison
from registry.ledger.funnel import Funnel, Table
from registry.ledger.places import NAMES
from registry.ledger.ratios import Estimate

HIDDEN = "not told"
NONE = "\N{EM DASH}"
MINUS = "\N{MINUS SIGN}"
STEPS = (
    ("listed", "listed", "a camera saw it"),
    ("viewed", "viewed", "somebody looked"),
    ("helped", "helped", "of those said"),
    ("misled", "misled", "of those said"),
    ("cleared", "cleared", "of those known"),
)
AREAS = {"treated": "Treated area", "ring": "Ring round it", "control": "Control area"}


class Cell(NamedTuple):
    """A count, its share of the step before it, and that as a number for a bar."""

    calls: str
    share: str
    width: str


class Row(NamedTuple):
    """One line of the funnel's table."""

    name: str
    calls: str
    cells: list[Cell]


class Measure(NamedTuple):
    """A number, its interval and what it means."""

    name: str
    value: str
    interval: str
    means: str


def funnel_rows(table: Table) -> list[Row]:
    """Give the funnel's table, all calls first."""
    return [_row("All", table.total), *(_row(*group) for group in table.groups)]


def _row(name: str, funnel: Funnel) -> Row:
    shares = funnel.shares()
    cells = [_cell(getattr(funnel, step), shares[step]) for step, *_ in STEPS]
    return Row(name, _count(funnel.calls), cells)


def _cell(count: int | None, share: Estimate | None) -> Cell:
    if share is None:
        return Cell(_count(count), "", "0")
    low, high = (f"{100 * end:.0f}" for end in (share.low, share.high))
    return Cell(_count(count), f"{100 * share.value:.0f} % ({low} to {high})", f"{share.value:.3f}")


class Counted(NamedTuple):
    """One area's line of the comparison."""

    name: str
    area: str
    before: str
    after: str
    change: str
    interval: str


def counted(found: Comparison) -> list[Counted]:
    """Give each area's counts and its change."""
    return [_counted(found, name) for name in NAMES]


def _counted(found: Comparison, name: str) -> Counted:
    before, after = map(_count, found.told[name])
    ratio = found.rate_ratios[name]
    if ratio is None:
        return Counted(name, AREAS[name], before, after, NONE, "")
    span = f"{_percent(ratio.low - 1)} to {_percent(ratio.high - 1)}"
    return Counted(name, AREAS[name], before, after, _percent(ratio.value - 1), span)


def sentence(found: Comparison) -> str:
    """Say in a sentence what the numbers show, and how sure they are."""
    net = found.net
    if net is None:
        return "There are too few calls to say anything."
    times = f"{net.value:.2f} times"
    span = f"95 % interval {net.low:.2f} to {net.high:.2f}"
    if not net.tells:
        return (
            f"Against the control area, the treated area had {times} the calls it would have had"
            f" ({span}). That is within what chance does: no effect is shown, and none ruled out."
        )
    way = "fewer" if net.value < 1 else "more"
    return (
        f"Against the control area, the treated area had {times} the calls it would have had"
        f" ({span}): {way} than chance explains."
    )


def measures(found: Comparison) -> list[Measure]:
    """List every measure with what it means."""
    rows = [
        _measure("Rate ratio, net", found.net, "treated over control; below 1 it fared better"),
        _measure("Relative effect size", found.effect, "the same turned over; above 1 is better"),
        _measure(
            "Calls a month", found.difference, "more, or with a minus fewer, than the control area"
        ),
    ]
    if gone := found.displaced:
        rows += [
            Measure("Gross effect", _number(gone.gross), "", "calls fewer in the treated area"),
            Measure("Success measure", _number(gone.success, 3), "", "below 0 it fared better"),
            Measure(
                "Buffer displacement measure", _number(gone.ring, 3), "", "above 0 the ring rose"
            ),
            Measure(
                "Weighted displacement quotient",
                _number(gone.quotient, 2),
                "",
                "above 0 the benefit spread, below 0 calls moved into the ring",
            ),
            Measure(
                "Total net effect", _number(gone.net), "", "calls fewer in treated area and ring"
            ),
        ]
    return rows


def _measure(name: str, found: Estimate | None, means: str) -> Measure:
    if found is None:
        return Measure(name, NONE, "", means)
    value, low, high = (_number(each, 2) for each in found)
    return Measure(name, value, f"{low} to {high}", means)


def _count(n: int | None) -> str:
    return HIDDEN if n is None else f"{n:,}"


def _percent(share: float) -> str:
    return f"{100 * share:+.0f} %".replace("-", MINUS)


def _number(value: float | None, digits: int = 0) -> str:
    return NONE if value is None else f"{value:,.{digits}f}".replace("-", MINUS)
