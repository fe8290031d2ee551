"""Calendar months, the finest time that counts of calls are told in."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from django.db.models import Max, Min
from django.utils import timezone

from registry.incidents.models import Incident


class Month(NamedTuple):
    """One month of the centre's calendar."""

    year: int
    month: int

    @classmethod
    def read(cls, words: str) -> Self:
        """Read one as written, "2026-05". Raises ValueError."""
        day = date.fromisoformat(f"{words}-01")
        return cls(day.year, day.month)

    @classmethod
    def of(cls, day: date) -> Self:
        """Give the month a day is in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def number(self) -> int:
        """Count the months since the year 0."""
        return self.year * 12 + self.month - 1

    @property
    def first(self) -> date:
        """Give its first day."""
        return date(self.year, self.month, 1)

    def later(self, months: int) -> "Month":
        """Give the one so many months later."""
        year, month = divmod(self.number + months, 12)
        return Month(year, month + 1)


@dataclass(frozen=True)
class Period:
    """From the beginning of one month until the end of another."""

    begins: Month
    ends: Month

    @property
    def length(self) -> int:
        """Count its months."""
        return self.ends.number - self.begins.number + 1

    @property
    def days(self) -> tuple[date, date]:
        """Give its first day and the first day after it."""
        return self.begins.first, self.ends.later(1).first

    @property
    def months(self) -> list[Month]:
        """List them."""
        return [self.begins.later(n) for n in range(self.length)]

    def __str__(self) -> str:
        return f"{self.begins} to {self.ends}"


def known() -> list[Month]:
    """List the whole months there are closed calls of: this one is not over.

    Where the first call known is of later than the third day, records began within that month.
    """
    found = Incident.registry.filter(state=Incident.State.CLOSED).aggregate(
        first=Min("reported_at"), last=Max("reported_at")
    )
    if found["first"] is None:
        return []
    zone = timezone.get_default_timezone()
    began, ended = (found[end].astimezone(zone).date() for end in ("first", "last"))
    first = Month.of(began).later(1 if began.day > 3 else 0)
    last = min(Month.of(ended), Month.of(timezone.localdate()).later(-1))
    return Period(first, last).months if first <= last else []
