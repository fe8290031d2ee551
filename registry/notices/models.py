"""The outbox: each mail is a row of the deed that sends it, and stays one until it is forgotten."""

import uuid
from typing import Literal, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from registry import cipher


class Outbox(models.QuerySet["Notice"]):
    """The questions the worker and the pages ask."""

    def due(self) -> Self:
        """Keep those whose time to be sent has come."""
        return self.filter(next_try_at__lte=Now())

    def about(self, subject_type: str, subject_id: object) -> Self:
        """Keep those about one thing, the newest first."""
        found = self.filter(about_type=subject_type, about_id=str(subject_id))
        return found.order_by("-queued_at")


class Notice(models.Model):
    """One mail to one address.

    Its Message-ID is made with the row, so a second copy can be known as one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    to = models.EmailField(blank=True, help_text="blank once it is forgotten")
    subject = models.CharField(max_length=300, blank=True)
    sealed = models.BinaryField(help_text="the body: it may hold a link that opens something")
    message_id = models.CharField(max_length=300, unique=True)
    about_type = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    queued_at = models.DateTimeField(db_default=Now())
    next_try_at = models.DateTimeField(
        null=True, db_default=Now(), help_text="null: it was sent, or given up"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = Outbox.as_manager()

    class Meta:
        db_table = "notice"
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(next_try_at=None), name="a_sent_notice_rests"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="notice_due", condition=Q(next_try_at__isnull=False)
            ),
            models.Index(fields=["about_type", "about_id"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def body(self) -> str:
        """Give the text. Raises KeyLost where none of the centre's keys wrote it."""
        return cipher.decrypt(bytes(self.sealed))

    @property
    def state(self) -> Literal["queued", "sent", "failed"]:
        """Say how far it has come."""
        if self.sent_at:
            return "sent"
        return "failed" if self.next_try_at is None else "queued"
