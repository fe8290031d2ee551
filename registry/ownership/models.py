"""What lies between owners and those who looked: what is held back, and what is disputed."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from registry.cameras.models import Camera
from registry.incidents.models import Incident
from registry.owners.models import Owner

LONGEST = timedelta(days=30)  # the policy's word to owners; a setting may only shorten it


class Withholding(models.Model):
    """Looks for one call that owners are not told of yet, because its case is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.OneToOneField(Incident, models.PROTECT, related_name="withholding")
    case = models.CharField(max_length=60, help_text="the number of the open case")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "withholding"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__lte=models.F("made_at") + LONGEST),
                name="nothing_is_withheld_for_longer_than_promised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident} until {self.until:%Y-%m-%d}"


class Dispute(models.Model):
    """An owner's objection to one look at their camera, and what the auditor answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="disputes")
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="+")
    entry_id = models.BigIntegerField(help_text="the look, as the audit log has it")
    words = models.TextField(max_length=2000)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    reply = models.TextField(max_length=2000, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "dispute"
        constraints = [
            models.UniqueConstraint(fields=["owner", "entry_id"], name="a_look_is_disputed_once"),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True, reply="")
                | (
                    models.Q(replied_at__isnull=False, replied_by__isnull=False)
                    & ~models.Q(reply="")
                ),
                name="a_reply_has_words_and_a_writer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} on entry {self.entry_id}"
