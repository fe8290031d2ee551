"""A canvass on foot: the doors to knock at for a request, and what was said at each."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.gis.db import models

from registry.access.facts import Actor
from registry.footage.models import FootageRequest


class Walk(models.Model):
    """One round of the doors that could have seen it; the same list whoever is registered."""

    KEPT = timedelta(days=90)  # after its end, then the doors go and the sums stay

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(FootageRequest, models.CASCADE, related_name="walks")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    walkers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", help_text="who else knocks"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sums = models.JSONField(null=True, help_text="how many doors said what, when it had ended")

    class Meta:
        db_table = "canvass_walk"

    @classmethod
    def open_to(cls, actor: Actor) -> "models.QuerySet[Walk]":
        """Keep those one made or was asked to walk; an auditor reads all."""
        walks = cls.objects.select_related("request")
        if actor.role == "auditor":
            return walks
        if actor.user_id is None or actor.role not in {"investigator", "officer"}:
            return walks.none()
        mine = models.Q(made_by=actor.user_id) | models.Q(walkers=actor.user_id)
        return walks.filter(mine).distinct()


class Door(models.Model):
    """One address on the way."""

    class Outcome(models.TextChoices):
        UNKNOWN = "", "not asked yet"
        NONE = "none", "no camera"
        PRESERVED = "preserved", "has it and keeps it"
        UPLOADED = "uploaded", "has sent it"
        CALL_BACK = "call_back", "call back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    walk = models.ForeignKey(Walk, models.CASCADE, related_name="doors")
    turn = models.PositiveSmallIntegerField(help_text="its place in the walk, from 1")
    address = models.CharField(max_length=300)
    position = models.PointField(spatial_index=False)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.UNKNOWN, blank=True)
    note = models.CharField(max_length=200, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True, help_text="by the walker's clock")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        db_table = "canvass_door"
        ordering = ["turn"]
        constraints = [models.UniqueConstraint(fields=["walk", "turn"], name="one_door_at_a_turn")]


class Handed(models.Model):
    """A file somebody sent from the code they were shown at their door."""

    door = models.ForeignKey(Door, models.CASCADE, related_name="handed")
    upload = models.UUIDField(unique=True, help_text="evidence's name for it")

    class Meta:
        db_table = "canvass_handed"
