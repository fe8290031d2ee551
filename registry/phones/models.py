"""A link that lets one caller show what they see, once, for one call."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from registry.cameras.models import Camera

GOOD_FOR = timedelta(minutes=30)  # until the link must have been opened
SHARES_FOR = timedelta(minutes=15)  # from the caller's consent


class Invite(models.Model):
    """One invitation, and the sharing that came of it."""

    class State(models.TextChoices):
        """How far it has come, as of now."""

        SENT = "sent"
        SHARING = "sharing"
        ENDED = "ended"
        LAPSED = "lapsed", "never opened"

    class End(models.TextChoices):
        """Who or what ended it."""

        CALLER = "caller", "the caller stopped"
        DISPATCHER = "dispatcher", "dispatch stopped it"
        CLOSED = "closed", "the call was closed"
        TIME = "time", "its time was over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey("registry.Incident", models.CASCADE, related_name="phone_invites")
    digest = models.BinaryField(max_length=32, unique=True, help_text="of the link's secret")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    camera = models.OneToOneField(Camera, models.SET_NULL, null=True, related_name="invite")
    consented_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        db_table = "phone_invite"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(consented_at__isnull=True, ends_at__isnull=True)
                | models.Q(consented_at__isnull=False, ends_at__isnull=False),
                name="whoever_consents_knows_until_when",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by="")),
                name="an_ended_invite_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], name="invite_open", condition=models.Q(ended_at=None)
            )
        ]

    @property
    def state(self) -> State:
        """Say how far it has come."""
        now = timezone.now()
        if self.ended_at or (self.ends_at and self.ends_at <= now):
            return self.State.ENDED if self.consented_at else self.State.LAPSED
        if self.consented_at:
            return self.State.SHARING
        return self.State.SENT if now < self.expires_at else self.State.LAPSED
