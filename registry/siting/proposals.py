"""A proposal: which cameras to put up where, worked out by the worker while somebody waits."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from registry.coverage.models import Study


class Proposal(models.Model):
    """Sites for new cameras in the area of a study, best first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, models.CASCADE, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    wanted = models.JSONField(help_text="how many or for how much, of which kinds, where, and why")
    state = models.CharField(max_length=10, choices=Study.State, default=Study.State.QUEUED)
    step = models.CharField(max_length=60, blank=True, help_text="what is being done, in words")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    alive_at = models.DateTimeField(db_default=Now(), help_text="the worker's last sign of life")
    trouble = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(
        default=dict, help_text="the sites in order, what they add, and how near the best that is"
    )

    class Meta:
        db_table = "proposal"
        indexes = [models.Index(fields=["study", "-made_at"], name="proposal_latest")]

    def __str__(self) -> str:
        return f"{self.study}, {self.made_at:%Y-%m-%d %H:%M}"
