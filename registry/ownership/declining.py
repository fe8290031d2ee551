"""A deed: forget what registrars declined, once its owner had time to say it was a mistake."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.cameras.models import Camera
from registry.cameras.moderating import DECLINED_KEPT
from registry.cameras.registering import remove
from registry.cameras.verdicts import Verdict
from registry.ownership.retiring import retire

CENTRE = Actor(role="centre", name="centre")


def forget_declined(now: datetime | None = None) -> None:
    """Delete it with all that was said of it; what was in use once leaves a number to count."""
    late = Camera.registry.filter(
        verdicts__deed=Verdict.Deed.DECLINED,
        verdicts__undone_at=None,
        verdicts__at__lt=(now or timezone.now()) - DECLINED_KEPT,
        status=Camera.Status.RETIRED,
    )
    for id in late.values_list("pk", flat=True).distinct():
        with transaction.atomic():
            kept = Camera.registry.select_for_update(no_key=True, of=("self",), skip_locked=True)
            camera = kept.select_related("owner").filter(pk=id).first()
            if camera is not None:
                _forget(camera)


def _forget(camera: Camera) -> None:
    verdicts = Verdict.objects.filter(camera=camera)
    if not verdicts.filter(deed=Verdict.Deed.ACCEPTED, undone_at=None).exists():
        remove(camera, by=CENTRE, deed="registration_forgotten")
        return
    retire(camera, by=CENTRE)
    verdicts.delete()
