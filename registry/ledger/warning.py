"""What makes a comparison a weak one, said beside its numbers."""

from collections.abc import Iterator

from registry.ledger.comparing import Comparison
from registry.ledger.suppressing import LEAST

FEW = 20  # calls; below it chance alone halves and doubles counts
WIDE = 3.0  # how many times its lower end the upper end of an interval may be
YEAR = 12


def warnings(found: Comparison) -> list[str]:
    """List them, the worst first."""
    return [*_of_counts(found), *_of_times(found), *_of_places(found)]


def _of_counts(found: Comparison) -> Iterator[str]:
    for name, counts in found.counts.items():
        for n, when in zip(counts, ("before", "after"), strict=True):
            area = "ring" if name == "ring" else f"{name} area"
            if n < LEAST:
                yield (
                    f"Fewer than {LEAST} calls in the {area} {when}: too few to be told, so"
                    " nothing is worked out. Take a longer time, more kinds or a larger area."
                )
            elif n < FEW:
                yield f"Only {n} calls in the {area} {when}: chance alone moves such a number."
    if found.net and found.net.high / found.net.low > WIDE:
        yield "The interval is wide: these calls can neither show an effect nor rule one out."


def _of_times(found: Comparison) -> Iterator[str]:
    before, after = found.asked.before, found.asked.after
    if {each.month for each in before.months} != {each.month for each in after.months}:
        yield "The two times are not the same months of the year, so seasons differ."
    if before.length != after.length:
        yield (
            f"The times differ in length, {before.length} and {after.length} months."
            " Rates and ratios allow for it."
        )
    if min(before.length, after.length) < YEAR:
        yield "Less than a year before or after: a short time may be an odd one."


def _of_places(found: Comparison) -> Iterator[str]:
    if not (found.too_few or found.alike):
        yield (
            "The control area had a very different number of calls before. Choose one more like"
            " the treated area."
        )
    if found.places.shared:
        yield "Parts of the control area lay in the treated area or its ring and were left out."
