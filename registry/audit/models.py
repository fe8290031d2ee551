"""Who did what, when and why; sealed in batches so that a change shows."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One deed. Never changed: the web's database login cannot."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=16, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=60, blank=True)
    incident_id = models.UUIDField(null=True)
    basis = models.CharField(max_length=80, blank=True)
    client = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=40, default="ok")
    detail = models.JSONField(default=dict)
    hash = models.BinaryField(editable=False, db_default=b"")

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["incident_id", "at"]),
            models.Index(fields=["actor_id", "at"]),
            models.Index(fields=["subject_type", "subject_id", "at"]),
        ]


class Seal(models.Model):
    """A batch of finished entries, chained to the batch before."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    rows = models.PositiveIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_seal"
