"""Numbers for the public, counted from the log each night and never typed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from registry.audit.models import Entry, PublishedDay, Seal

AT_MOST = 400  # days in one round: a year after a long rest

_COUNTS = """
    SELECT json_build_object(
      'looks', count(*) FILTER (WHERE result = 'ok' AND action = ANY(%(looks)s)),
      'refused', count(*) FILTER (WHERE result = 'refused' AND action = ANY(%(asked)s)),
      'incidents', count(*) FILTER (WHERE action = 'incident_started'),
      'exigent', count(*) FILTER (WHERE action = 'incident_started' AND basis = 'exigent'),
      'requests', count(*) FILTER (WHERE action = 'footage_asked'),
      'owners_asked', coalesce(sum((detail->>'recipients')::int)
        FILTER (WHERE action = 'footage_asked'), 0),
      'answers', count(*) FILTER (WHERE action = 'footage_received'),
      'phones', count(*) FILTER (WHERE action = 'phone_started')
    )
    FROM audit_entry WHERE at >= %(begin)s AND at < %(end)s
"""
# Each opens pictures to somebody; what follows it in the log (renewed, closed) is the same look.
LOOKS = ["thumbnails_opened", "thumbnail_viewed", "live_opened", "recorded_opened"]
ASKED = ["thumbnails_asked", "live_asked", "recorded_asked", *LOOKS]


def count_days(now: datetime | None = None) -> int:
    """Count each day that is over and was not counted yet; give how many."""
    today = timezone.localtime(now).date()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('published_day'))")
        if cursor.fetchone() == (False,):
            return 0
        days = _missing(today)
        for day in days:
            _count(day)
    return len(days)


def _missing(today: date) -> list[date]:
    last = PublishedDay.objects.order_by("-day").first()
    if last:
        first = last.day + timedelta(days=1)
    elif earliest := Entry.objects.order_by("id").first():
        first = timezone.localtime(earliest.at).date()
    else:
        return []
    over = min((today - first).days, AT_MOST)
    return [first + timedelta(days=n) for n in range(over)]


def _count(day: date) -> None:
    begin, end = _midnight(day), _midnight(day + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"looks": LOOKS, "asked": ASKED, "begin": begin, "end": end})
        counts: dict[str, Any] = cursor.fetchone()[0]
    seal = Seal.objects.filter(at__lt=end).order_by("-id").first()
    PublishedDay.objects.create(
        day=day, counts=counts, seal=seal.id if seal else None, root=seal.hash if seal else b""
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
