"""Requests for footage: where, when and why, and the owners who were asked."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField

from registry.access.facts import Actor
from registry.accounts.models import Agency
from registry.incidents.models import Incident
from registry.owners.models import Owner


class FootageRequest(models.Model):
    """One investigator's question to the owners whose cameras saw a place at a time."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"
        LAPSED = "lapsed"

    class Useful(models.TextChoices):
        UNSAID = "", "not said yet"
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="footage_requests"
    )
    case_number = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=60, blank=True, help_text="a code of the adopted list")
    text = models.TextField(max_length=1000, blank=True, help_text="what owners read")
    contact = models.CharField(max_length=200, blank=True, help_text="whom owners may ask")
    area = models.PolygonField(null=True, blank=True)
    begins = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    upload_at = models.DateTimeField(
        null=True, blank=True, help_text="when owners are asked for the upload"
    )
    lapses_at = models.DateTimeField(null=True, blank=True)
    first_at = models.DateTimeField(null=True, blank=True, help_text="when the first clip came")
    asked = models.PositiveIntegerField(default=0, help_text="owners, when it was sent")
    # Of a request that is over, what owners said is known as sums only.
    kept = models.PositiveIntegerField(default=0)
    nothing = models.PositiveIntegerField(default=0)
    useful = models.CharField(max_length=8, choices=Useful, default=Useful.UNSAID, blank=True)
    useful_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)

    registry = models.Manager()  # for the registry's own deeds; readers name themselves

    class Meta:
        db_table = "footage_request"
        indexes = [
            models.Index(fields=["made_by", "-made_at"], name="footage_request_by"),
            models.Index(
                fields=["lapses_at"],
                condition=models.Q(state="sent"),
                name="footage_request_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft")
                | models.Q(
                    area__isnull=False,
                    begins__isnull=False,
                    ends__isnull=False,
                    sent_at__isnull=False,
                    upload_at__isnull=False,
                    lapses_at__isnull=False,
                ),
                name="a_sent_request_says_where_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(begins__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gt=models.F("begins")),
                name="a_request_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.case_number or str(self.id)

    @classmethod
    def open_to(cls, actor: Actor) -> "models.QuerySet[FootageRequest]":
        """Keep an investigator's own; an auditor reads whatever was sent."""
        if actor.role == "investigator":
            return cls.registry.filter(made_by=actor.user_id)
        if actor.role == "auditor":
            return cls.registry.exclude(state=cls.State.DRAFT)
        return cls.registry.none()


class Recipient(models.Model):
    """One owner who was asked. When the request is over, only that they were asked is left."""

    class Answer(models.TextChoices):
        NONE = "", "no answer"
        NOTHING = "nothing"
        RECEIVED = "received"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(FootageRequest, models.CASCADE, related_name="recipients")
    owner = models.ForeignKey(
        Owner, models.SET_NULL, null=True, related_name="footage_requests", help_text="null: left"
    )
    cameras = ArrayField(models.UUIDField(), help_text="those that saw the place at the time")
    asked_at = models.DateTimeField()
    upload_asked_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "footage_recipient"
        indexes = [models.Index(fields=["owner", "-asked_at"], name="footage_recipient_asked")]
        constraints = [
            models.UniqueConstraint(fields=["request", "owner"], name="an_owner_is_asked_once")
        ]


class FootageClip(models.Model):
    """What an owner sent, as they described it; the bytes are evidence's to keep."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="clips")
    upload = models.UUIDField(unique=True, help_text="evidence's name for it")
    begins = models.DateTimeField(null=True, blank=True, help_text="as the owner says")
    ends = models.DateTimeField(null=True, blank=True, help_text="as the owner says")
    received_at = models.DateTimeField(null=True, blank=True, help_text="null: on its way")

    class Meta:
        db_table = "footage_clip"
