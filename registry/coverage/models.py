"""What each camera covers, cell by cell, and studies of what a set of cameras covers."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models.functions import Now

from registry.cameras.models import Camera
from registry.places.models import District


class CameraCell(models.Model):
    """A cell one camera sees as it is placed now, a person's height above ground, and how well."""

    pk = models.CompositePrimaryKey("camera", "cell")
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="+", db_index=False)
    cell = models.BigIntegerField(help_text="H3, resolution 13")
    px_per_m = models.FloatField(help_text="at the cell's centre")

    class Meta:
        db_table = "camera_cell"
        indexes = [models.Index(fields=["cell"], name="camera_cell_cell")]


class CellsKept(models.Model):
    """Which version of a camera its cells were measured from."""

    camera = models.OneToOneField(Camera, models.CASCADE, primary_key=True, related_name="+")
    placement = models.BigIntegerField(help_text="the placement's id")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "cells_kept"


class Block(models.Model):
    """The least ground private cameras are told of: twenty addresses, whoever registered there."""

    cell = models.BigIntegerField(primary_key=True, help_text="H3, of its own resolution")
    resolution = models.PositiveSmallIntegerField()
    addresses = models.PositiveIntegerField()

    class Meta:
        db_table = "coverage_block"


class Reason(models.IntegerChoices):
    """Why nobody sees a cell well enough."""

    NONE = 0, "seen"
    NO_CAMERA = 1, "no camera near"
    BLOCKED = 2, "blocked by a building"
    ELSEWHERE = 3, "cameras look elsewhere"
    OFFLINE = 4, "offline too often"
    PIXELS = 5, "too few pixels"


class Study(models.Model):
    """What a set of cameras covers of an area, measured once and kept as it was found."""

    class Cameras(models.TextChoices):
        ALL = "all"
        AGENCY = "agency"
        LEVEL_TWO = "level_two", "Level Two"
        LEVEL_ONE = "level_one", "Level One"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    area = models.MultiPolygonField()
    districts = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="those it was made of, if any"
    )
    cameras = models.CharField(max_length=10, choices=Cameras, default=Cameras.ALL)
    scheme = models.CharField(max_length=10, default="dori", help_text="see geo.optics.SCHEMES")
    level = models.CharField(max_length=20, default="recognise", help_text="what counts as seen")
    at = models.DateTimeField(help_text="the cameras as they were then")
    hour = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="of the day, local; null is all day"
    )
    target_height = models.FloatField(default=1.5, help_text="metres above ground")
    demand = models.JSONField(
        default=dict, help_text="kinds, hours, months of calls; schools; crossings; and weights"
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    step = models.CharField(max_length=60, blank=True, help_text="what is being done, in words")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    alive_at = models.DateTimeField(db_default=Now(), help_text="the worker's last sign of life")
    tries = models.PositiveSmallIntegerField(default=0, help_text="how often it was begun")
    trouble = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    numbers = models.JSONField(default=dict, help_text="shares and sums with their intervals")

    class Meta:
        db_table = "study"
        indexes = [models.Index(fields=["-made_at"], name="study_latest")]

    def __str__(self) -> str:
        return self.name


class StudyCell(models.Model):
    """One open-ground cell of a study, seen by the agency's cameras or not."""

    pk = models.CompositePrimaryKey("study", "cell")
    study = models.ForeignKey(Study, models.CASCADE, related_name="cells", db_index=False)
    cell = models.BigIntegerField(help_text="H3, resolution 13")
    px_per_m = models.FloatField(help_text="the best of all cameras; 0 where none sees it")
    level = models.PositiveSmallIntegerField(help_text="rank in the scheme, from 1; 0 is none")
    cameras = models.PositiveSmallIntegerField(help_text="how many see it at the study's level")
    sure = models.FloatField(help_text="probability that one of them does")
    reason = models.PositiveSmallIntegerField(choices=Reason, default=Reason.NONE)
    public = models.BooleanField(help_text="street, park or square; else private land")
    demand = models.FloatField(default=0.0)
    district = models.ForeignKey(District, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "study_cell"


class StudyHex(models.Model):
    """A coarser cell of a study, for maps that show it from farther off."""

    pk = models.CompositePrimaryKey("study", "cell")
    study = models.ForeignKey(Study, models.CASCADE, related_name="+", db_index=False)
    cell = models.BigIntegerField(help_text="H3, of its own resolution")
    cells = models.PositiveIntegerField(help_text="open-ground cells in it")
    seen = models.PositiveIntegerField(help_text="of them, those seen at the study's level")
    cameras = models.PositiveSmallIntegerField(help_text="the most that see one of them")
    level = models.PositiveSmallIntegerField(help_text="the one most of them are seen at")
    reason = models.PositiveSmallIntegerField(
        choices=Reason, default=Reason.NONE, help_text="the one most of the unseen have"
    )

    class Meta:
        db_table = "study_hex"


class StudyStreet(models.Model):
    """A stretch of street seen at one level, or for one reason not seen."""

    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, models.CASCADE, related_name="streets")
    name = models.CharField(max_length=200, blank=True)
    line = models.LineStringField()
    metres = models.FloatField()
    level = models.PositiveSmallIntegerField(help_text="rank in the scheme, from 1; 0 is none")
    seen = models.BooleanField(help_text="at the study's level")
    reason = models.PositiveSmallIntegerField(choices=Reason, default=Reason.NONE)
    demand = models.FloatField(default=0.0)
    district = models.ForeignKey(District, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "study_street"


class StudyBlock(models.Model):
    """What private cameras add to a block of a study: a share in steps, or nothing said at all."""

    pk = models.CompositePrimaryKey("study", "cell")
    study = models.ForeignKey(Study, models.CASCADE, related_name="blocks", db_index=False)
    cell = models.BigIntegerField(help_text="the block's H3 cell")
    addresses = models.PositiveIntegerField()
    share = models.FloatField(
        null=True, help_text="of its open ground, in steps of 0.05; null: fewer than three owners"
    )

    class Meta:
        db_table = "study_block"
