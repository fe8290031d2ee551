"""Tables for evaluators outside: sums only, with a dictionary of what each column means."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from registry.ledger.comparing import NOT_CAUSAL, Comparison
from registry.ledger.funnel import STEPS, Table
from registry.ledger.places import NAMES
from registry.ledger.ratios import OVERDISPERSION, Estimate
from registry.ledger.suppressing import LEAST
from registry.ledger.warning import warnings


class Line(NamedTuple):
    """One number. Blank is one that is not told, or that there is not."""

    table: str
    group: str
    measure: str
    value: str
    low: str = ""
    high: str = ""


def funnel_lines(by: str, table: Table) -> Iterator[Line]:
    """Give the funnel: of all calls, and of each group."""
    for name, funnel in (("all", table.total), *table.groups):
        group = _plain(name)
        for step in STEPS:
            yield Line(f"funnel by {by}", group, step, _count(getattr(funnel, step)))
        for step, share in funnel.shares().items():
            yield _estimate(f"funnel by {by}", group, f"share_{step}", share)


def comparison_lines(found: Comparison) -> Iterator[Line]:
    """Give what was asked, the counts of each area by month and in sum, and every measure."""
    asked = found.asked
    yield Line("asked", "before", "months", str(asked.before))
    yield Line("asked", "after", "months", str(asked.after))
    yield Line("asked", "ring", "metres", f"{asked.ring_m:g}")
    yield Line("asked", "all", "kinds", _plain("; ".join(asked.kinds)) or "all")
    for name, counts in zip(NAMES, found.told_monthly, strict=True):
        for month, n in zip(found.months, counts, strict=True):
            yield Line("months", name, str(month), _count(n))
    for name, (before, after) in found.told.items():
        yield Line("counts", name, "before", _count(before))
        yield Line("counts", name, "after", _count(after))
        yield _estimate("measures", name, "rate_ratio", found.rate_ratios[name])
    yield _estimate("measures", "treated", "net_rate_ratio", found.net)
    yield _estimate("measures", "treated", "relative_effect_size", found.effect)
    yield _estimate("measures", "treated", "difference_per_month", found.difference)
    if displaced := found.displaced:
        for measure, value in (
            ("gross_effect", displaced.gross), ("success_measure", displaced.success),
            ("buffer_displacement_measure", displaced.ring),
            ("weighted_displacement_quotient", displaced.quotient),
            ("total_net_effect", displaced.net),
        ):  # fmt: skip
            yield Line("measures", "all", measure, "" if value is None else f"{value:.4f}")
    for n, words in enumerate((NOT_CAUSAL, *warnings(found)), start=1):
        yield Line("warnings", "all", str(n), words)


DICTIONARY = {
    "table": "What the line is of: funnel by kind, priority or month; asked; months; counts;"
    " measures; warnings.",
    "group": "A group of the funnel, or an area of the comparison: treated, ring, control; all.",
    "measure": "What the value measures: one of those below, a month, or a warning's number.",
    "value": f"The number, or words. Blank: fewer than {LEAST}, hidden beside such a one, or no"
    " answer.",
    "low": "The lower end of the interval of 95 %.",
    "high": "The upper end of the interval of 95 %.",
    "calls": "Closed calls with a place, reported in the months asked for.",
    "listed": "Of these, an agency camera saw the place, or an approach to it, or could have"
    " turned to it, as cameras stood when the call was reported. Private cameras are left out.",
    "viewed": "Of those listed, somebody opened pictures or live video of such a camera for it.",
    "said": "Of those viewed, somebody who responded said whether a camera helped.",
    "helped": "Of those said: it helped.",
    "misled": "Of those said: it misled.",
    "known": "Of those helped, it is known whether the case was cleared.",
    "cleared": "Of those known: it was cleared.",
    "share_…": "listed of calls, viewed of listed, helped and misled of said, cleared of known."
    " Interval: Wilson (1927).",
    "before, after": "Calls in the months before and after.",
    "rate_ratio": "Calls a month after, over those before. Log-normal interval, variance"
    f" multiplied by {OVERDISPERSION:g} for overdispersion.",
    "net_rate_ratio": "The treated area's rate ratio over the control area's; below 1 it fared"
    f" better. Log-normal interval, variance multiplied by {OVERDISPERSION:g}.",
    "relative_effect_size": "Welsh & Farrington: 1 / net_rate_ratio; above 1 it fared better.",
    "difference_per_month": "Wheeler & Ratcliffe (2018), weighted displacement difference of the"
    " treated and the control area: calls a month more or (negative) fewer. Blank where they had"
    " very different numbers of calls before.",
    "gross_effect": "Guerette (2009): calls before less calls after in the treated area.",
    "success_measure": "Bowers & Johnson (2003): A1/C1 - A0/C0; negative is a fall.",
    "buffer_displacement_measure": "Bowers & Johnson (2003): B1/C1 - B0/C0; positive is a rise.",
    "weighted_displacement_quotient": "Bowers & Johnson (2003): buffer displacement measure over"
    " success measure. Above 0 a spread of benefit, below 0 displacement; only where the success"
    " measure is negative.",
    "total_net_effect": "Guerette (2009): A0 (C1/C0) - A1 + B0 (C1/C0) - B1.",
}


def table_csv(lines: Iterator[Line]) -> str:
    """Write lines as CSV."""
    return _csv(Line._fields, lines)


def dictionary_csv() -> str:
    """Write the data dictionary as CSV."""
    return _csv(("name", "meaning"), iter(DICTIONARY.items()))


def _csv(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(rows)
    return file.getvalue()


def _plain(name: str) -> str:
    """Keep a spreadsheet from reading a name that another system gave as a formula."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name


def _count(n: int | None) -> str:
    return "" if n is None else str(n)


def _estimate(table: str, group: str, measure: str, found: Estimate | None) -> Line:
    if found is None:
        return Line(table, group, measure, "")
    return Line(table, group, measure, *(f"{number:.4f}" for number in found))
