"""Boxes that fell silent: how that is seen, and a deed: tell those concerned, once an outage."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.accounts.models import User
from registry.audit.recording import record
from registry.edge.acting import Acting
from registry.edge.models import Box
from registry.notices.sending import enqueue

QUIET = timedelta(seconds=30)  # a box says how it is each ten
LONG = timedelta(minutes=10)


def connected(box: Box, now: datetime) -> bool:
    """Tell whether a box is on the line."""
    return box.line is not None and box.heard_at is not None and now - box.heard_at < QUIET


def silence(box: Box, now: datetime) -> str:
    """Say since when a box is silent; one that is not is an empty string."""
    if box.heard_at is None or connected(box, now):
        return ""
    heard_at = timezone.localtime(box.heard_at)
    today = heard_at.date() == timezone.localtime(now).date()
    return f"its box is silent since {heard_at:{'%H:%M' if today else '%Y-%m-%d %H:%M'}}"


@transaction.atomic
def tell_silent() -> None:
    """Mail the owner, and the centre, of each box that was not heard for ten minutes."""
    now = timezone.now()
    silent = Box.objects.filter(revoked_at=None, told_at=None, heard_at__lt=now - LONG)
    for box in silent.select_for_update(of=("self",), skip_locked=True).select_related("owner"):
        told = _languages(box)
        for address, language in told.items():
            enqueue(
                "box_silent",
                to=address,
                language=language,
                values=_values(box),
                about=("box", str(box.pk)),
            )
        box.told_at = now
        box.save(update_fields=["told_at"])
        record(Acting.of(box), "box_silent", "box", box.pk, detail={"told": len(told)})


def _languages(box: Box) -> dict[str, str]:
    """Give whom to tell: the owner, and the registrars of each agency that accepted its cameras."""
    agencies = box.cameras.exclude(camera=None).values("accepted_by__agency")
    registrars = User.objects.filter(role="registrar", is_active=True, agency__in=agencies)
    theirs = registrars.exclude(email="").values_list("email", flat=True)
    owners = {box.owner.email: box.owner.language} if box.owner.email else {}
    return dict.fromkeys(theirs, settings.LANGUAGE_CODE) | owners


def _values(box: Box) -> dict[str, str]:
    since = timezone.localtime(box.heard_at)
    return {
        "box": box.name,
        "owner": box.owner.name,
        "since": f"{since:%Y-%m-%d %H:%M}",
        "page": f"{settings.PUBLIC_ADDRESS}/boxes",
    }
