"""How often somebody may do something: counted across processes, forgotten soon, nobody named."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from registry.accounts.models import Tally
from registry.accounts.refusals import TooOften

COUNT = """
    INSERT INTO tally (key, times, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET times = tally.times + 1
    RETURNING times
"""


def count(deed: str, who: str, *, per: timedelta) -> int:
    """Count once more; give how often it now was in this stretch of time.

    Stretches begin by the clock and not with the first knock: one row, no list of moments.
    """
    stretch = _stretch(per)
    # the address of a client or an owner is nobody's to read in a table of counts
    key = salted_hmac("tally", f"{deed}\n{who}\n{per}\n{stretch}", algorithm="sha256").digest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, _end(stretch, per)])
        return int(cursor.fetchone()[0])


def limit(deed: str, who: str, *, most: int, per: timedelta) -> None:
    """Count once more. Raises TooOften."""
    if count(deed, who, per=per) > most:
        left = _end(_stretch(per), per) - timezone.now()
        raise TooOften(max(1, round(left.total_seconds())))


def first(deed: str, who: str, *, until: datetime) -> bool:
    """Tell whether this is the first time; after `until` it may not be asked again."""
    key = salted_hmac("first", f"{deed}\n{who}", algorithm="sha256").digest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, until])
        return bool(cursor.fetchone()[0] == 1)


def forget_counts() -> None:
    """Delete what is over."""
    Tally.objects.filter(ends_at__lt=timezone.now()).delete()


def _stretch(per: timedelta) -> int:
    return int(timezone.now().timestamp() // per.total_seconds())


def _end(stretch: int, per: timedelta) -> datetime:
    return datetime.fromtimestamp((stretch + 1) * per.total_seconds(), UTC)
