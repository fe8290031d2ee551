"""Edge boxes at owners' sites, the codes they join by, and what each says of its cameras."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from registry.cameras.models import Camera
from registry.incidents.models import Incident
from registry.owners.models import Owner


class Pairing(models.Model):
    """A one-time code; whoever types it on a box joins that box to this owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(max_length=32, unique=True, help_text="of the code")
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "box_pairing"


class Box(models.Model):
    """A box that joined: it is whoever holds the private half of its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="boxes")
    name = models.CharField(max_length=80)
    key = models.BinaryField(max_length=32, unique=True, help_text="Ed25519, the public half")
    version = models.CharField(max_length=40, blank=True)
    enrolled_at = models.DateTimeField(default=timezone.now)
    line = models.UUIDField(null=True, help_text="the connection it is on, while it lasts")
    heard_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="when its owner was told of its silence")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "box"

    def __str__(self) -> str:
        return self.name


class BoxCamera(models.Model):
    """What a box says of one of its cameras; with `camera`, the agency has accepted it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(Box, models.CASCADE, related_name="cameras")
    # a name inside one box: another box's camera cannot be spoken of
    key = models.UUIDField(help_text="the box's own id for it")
    name = models.CharField(max_length=80)
    offers_live = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="unknown")
    reason = models.CharField(max_length=200, blank=True)
    recording = models.CharField(max_length=200, blank=True, help_text='"on", or why not')
    terms = models.JSONField(help_text="the owner's switch, as the box says it is")
    camera = models.OneToOneField(Camera, models.SET_NULL, null=True, related_name="box_camera")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "box_camera"
        constraints = [
            models.UniqueConstraint(fields=["box", "key"], name="one_camera_per_key"),
            models.CheckConstraint(
                condition=models.Q(camera__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_camera_says_by_whom",
            ),
        ]


class BoxLook(models.Model):
    """Somebody watches stills of a box's camera: told by the media process they watch through."""

    process = models.UUIDField()
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="+")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField(help_text="renewed while it lasts; past it media died with it")

    class Meta:
        db_table = "box_look"
        constraints = [
            models.UniqueConstraint(
                fields=["process", "camera", "incident", "user"], name="one_look_of_each"
            )
        ]
