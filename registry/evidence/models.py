"""What is kept for a call or a request: originals, copies, and all that was done with them."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from registry.access.facts import Actor
from registry.accounts.models import Agency
from registry.cameras.models import Camera
from registry.evidence.queries import ItemQuerySet
from registry.incidents.models import Incident

_HASH = "^[0-9a-f]{64}$"


class RetentionClass(models.Model):
    """How long what is kept for some kinds of call stays; the clock starts when it comes in."""

    DEFAULT: ClassVar = "standard"

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=80)
    days = models.PositiveIntegerField()
    kinds = ArrayField(
        models.CharField(max_length=60), default=list, help_text="words in a call's kind"
    )

    class Meta:
        db_table = "evidence_class"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1), name="evidence_is_kept_for_a_day_at_least"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.days} days"


class Item(models.Model):
    """One thing that is kept; its bytes lie under their hash in STORAGES["evidence"]."""

    class Kind(models.TextChoices):
        STILL = "still"
        CLIP = "clip"
        UPLOAD = "upload", "file"
        COPY = "copy", "working copy"

    class Copies(models.TextChoices):
        NONE = "", "not wanted"
        WAITING = "waiting"
        MAKING = "making", "being made"
        MADE = "made"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="evidence")
    request = models.UUIDField(null=True, db_index=True, help_text="the request it answers")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        help_text="whose case it is, where no call says so",
    )  # fmt: skip
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    recipe = models.CharField(max_length=300, blank=True, help_text="how a copy was made")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    stored = models.CharField(max_length=80, help_text="its name in the storage")
    name = models.CharField(max_length=255, blank=True, help_text="as whoever gave it called it")
    camera = models.ForeignKey(Camera, models.SET_NULL, null=True, related_name="+")
    begins_at = models.DateTimeField(null=True, help_text="of what it shows, where we know")
    ends_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=200, blank=True, help_text="what recorded it")
    clock_offset = models.FloatField(
        null=True, help_text="seconds the recorder's clock was ahead of the time; null: not said"
    )
    note = models.TextField(max_length=2000, blank=True)
    received_at = models.DateTimeField(db_default=Now())
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        help_text="who kept it; null: an owner sent it by a link",
    )  # fmt: skip
    giver = models.CharField(max_length=200, blank=True, help_text="who gave it, by name")
    retention = models.ForeignKey(RetentionClass, models.PROTECT, default=RetentionClass.DEFAULT)
    hold = models.CharField(max_length=200, blank=True, help_text="why it may not be deleted")
    copying = models.CharField(max_length=8, choices=Copies, default=Copies.NONE, blank=True)
    copying_since = models.DateTimeField(null=True)
    copying_said = models.CharField(max_length=300, blank=True, help_text="why there is no copy")
    deleted_at = models.DateTimeField(null=True, help_text="the row stays, without the bytes")

    registry = models.Manager()  # for the registry's own deeds; readers name themselves

    class Meta:
        db_table = "evidence_item"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=_HASH), name="evidence_has_its_hash"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="copy", parent__isnull=False)
                | ~models.Q(kind="copy") & models.Q(parent__isnull=True),
                name="a_copy_has_its_original",
            ),
            models.CheckConstraint(
                condition=models.Q(incident__isnull=False) | models.Q(request__isnull=False),
                name="evidence_is_kept_for_a_call_or_a_request",
            ),
            models.UniqueConstraint(
                fields=["incident", "camera", "sha256"],
                condition=models.Q(kind="still", deleted_at=None),
                name="a_still_is_kept_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["copying_since"],
                condition=models.Q(copying__in=["waiting", "making"]),
                name="evidence_item_copying",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.get_kind_display()} {self.id}"

    @property
    def over_at(self) -> datetime:
        """Say when its class lets it be deleted."""
        return self.received_at + timedelta(days=self.retention.days)

    @classmethod
    def open_to(cls, actor: Actor) -> ItemQuerySet:
        """Keep what this reader may know of; whether they may have the bytes is reading's."""
        return ItemQuerySet(cls).open_to(actor)


class Custody(models.Model):
    """One deed done with one item. The web's login adds rows and changes none."""

    class Deed(models.TextChoices):
        RECEIVED = "received"
        AGAIN = "again", "received again"
        VIEWED = "viewed"
        DOWNLOADED = "downloaded"
        DERIVED = "derived"
        EXPORTED = "exported"
        NOTED = "noted"
        HELD = "held"
        RELEASED = "released"
        DELETED = "deleted"

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="custody")
    at = models.DateTimeField(db_default=Now())
    deed = models.CharField(max_length=10, choices=Deed)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_role = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)
    entry = models.BigIntegerField(help_text="the same deed's row in the sealed log")

    class Meta:
        db_table = "evidence_custody"


class Certificate(models.Model):
    """What was deleted, by which rule. Written once, like custody."""

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="certificate")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    received_at = models.DateTimeField()
    rule = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())
    bytes_gone = models.BooleanField(help_text="false: another item is the same file and stays")

    class Meta:
        db_table = "evidence_certificate"


class Upload(models.Model):
    """A file on its way in. How much of it is here, the file in UPLOADS_DIR says."""

    class State(models.TextChoices):
        OPEN = "open"
        CHECKING = "checking", "all here, being hashed"
        DONE = "done"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="+")
    request = models.UUIDField(null=True, db_index=True)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+",
        help_text="who began it; null: somebody by a link",
    )  # fmt: skip
    giver = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="bytes, as announced")
    device = models.CharField(max_length=200, blank=True)
    clock_offset = models.FloatField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(help_text="half a file is not kept for ever")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+")
    again = models.BooleanField(default=False, help_text="the same file was here already")

    key: str = ""  # only where it was just begun: its digest is all that is kept

    class Meta:
        db_table = "evidence_upload"
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state__in=["open", "checking"]),
                name="evidence_upload_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(incident__isnull=False) | models.Q(request__isnull=False),
                name="an_upload_is_for_a_call_or_a_request",
            ),
        ]

    def __str__(self) -> str:
        return self.name
