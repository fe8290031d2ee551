"""What owners were asked for."""

from django.contrib.gis.db import models

from registry.footage.models import Recipient
from registry.owners.models import Owner


def for_owner(owner: Owner) -> models.QuerySet[Recipient]:
    """Give what one owner was asked for, newest first, each with its request and its clips."""
    asked = Recipient.objects.filter(owner=owner).select_related("request__agency")
    return asked.prefetch_related("clips").order_by("-asked_at")
