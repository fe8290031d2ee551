"""Plans of what could be changed: scenarios, their named versions, and what is tried out."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models.functions import Now

from registry.coverage.models import Study


class Scenario(models.Model):
    """What somebody thinks of changing, held against one study."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    study = models.ForeignKey(Study, models.CASCADE, related_name="scenarios")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "scenario"
        indexes = [models.Index(fields=["-made_at"], name="scenario_latest")]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """One state of a scenario, named and kept as it was saved."""

    id = models.BigAutoField(primary_key=True)
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField(help_text="from 1, in the order of saving")
    name = models.CharField(max_length=200)
    base = models.PositiveIntegerField(
        help_text="the number it was made from; 0 is the study itself"
    )
    changes = models.JSONField(help_text="acts in their order; see scenarios.changes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    numbers = models.JSONField(help_text="what it would change, as found when it was saved")

    class Meta:
        db_table = "scenario_version"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=models.Q(base__lt=models.F("number")), name="a_base_is_older"
            ),
        ]


class Trial(models.Model):
    """Cells that an unsaved change would change: its tiles are drawn from them for a while."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now(), db_index=True)
    cells = models.BinaryField(help_text="H3 ids, 8 bytes each, little-endian")
    verdicts = models.BinaryField(help_text="one byte a cell; see scenarios.trials.Verdict")

    class Meta:
        db_table = "scenario_trial"
