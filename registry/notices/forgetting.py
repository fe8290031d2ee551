"""Deeds: forget whom a mail went to and what it said; that it went stays."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from registry.notices.models import Notice

KEPT = timedelta(days=90)  # long enough to say "it was sent" and to send it again


def forget_old() -> None:
    """Blank what was sent, or given up, that long ago."""
    _blank(_settled(timezone.now() - KEPT))


def forget_kind(kind: str, before: datetime) -> int:
    """Blank mail of one kind sent, or given up, before then; say how many there were."""
    return _blank(Q(kind=kind) & _settled(before))


def forget_address(address: str) -> int:
    """Blank all mail to an address, and send it no more; say how many there were."""
    return _blank(Q(to__iexact=address))


def forget_about(subject_type: str, ids: Iterable[object]) -> int:
    """Blank all mail about these, to whomever it went; say how many there were."""
    return _blank(Q(about_type=subject_type, about_id__in=[str(each) for each in ids]))


def _settled(before: datetime) -> Q:
    return Q(sent_at__lt=before) | Q(sent_at=None, next_try_at=None, queued_at__lt=before)


def _blank(which: Q) -> int:
    known = Notice.objects.filter(which).exclude(to="")
    return known.update(to="", subject="", sealed=b"", next_try_at=None, last_error="")
