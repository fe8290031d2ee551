"""What was reported of a study, kept as it was reported."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from registry.coverage.models import Study


class Report(models.Model):
    """One study on paper: whatever is asked of its link later is answered from here alone."""

    class Paper(models.TextChoices):
        A4 = "a4", "A4"
        A3 = "a3", "A3"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, models.SET_NULL, null=True, related_name="reports")
    title = models.CharField(max_length=200)
    note = models.TextField(max_length=2000, blank=True)
    paper = models.CharField(max_length=2, choices=Paper, default=Paper.A4)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    data = models.JSONField(help_text="everything that is shown")
    sha256 = models.CharField(max_length=64, help_text="of title, note, data and parts")

    class Meta:
        db_table = "report"
        indexes = [models.Index(fields=["-made_at"], name="report_latest")]

    def __str__(self) -> str:
        return self.title


class ReportPart(models.Model):
    """A file of a report: its map, its cells, its streets, its districts, its blocks."""

    class Name(models.TextChoices):
        MAP = "map.svg"
        CELLS = "cells.parquet"
        STREETS = "streets.parquet"
        DISTRICTS = "districts.parquet"
        BLOCKS = "blocks.parquet"

    pk = models.CompositePrimaryKey("report", "name")
    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", db_index=False)
    name = models.CharField(max_length=20, choices=Name)
    content = models.BinaryField()

    class Meta:
        db_table = "report_part"
