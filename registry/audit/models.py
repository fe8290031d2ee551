"""Who did what, when and why; sealed in batches so that a change shows."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One deed. Never changed: the web's database login cannot.

    A trigger sets at, xid and hash; what the writer says of them is not heard.
    """

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
    xid = models.BigIntegerField(
        editable=False, db_default=0, help_text="the transaction it was written in, with the deed"
    )
    hash = models.BinaryField(editable=False, db_default=b"")

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["incident_id", "at"]),
            models.Index(fields=["actor_id", "at"]),
            models.Index(fields=["subject_type", "subject_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.action} {self.subject_id}"


class Unsealed(models.Model):
    """An entry no seal holds yet.

    The sealer sees a row here only once the transaction that wrote it has ended well, so no
    seal runs ahead of a slow transaction; and a restored database needs no counters set right.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, db_constraint=False)

    class Meta:
        db_table = "audit_unsealed"

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(models.Model):
    """A batch of finished entries, chained to the batch before."""

    id = models.BigIntegerField(primary_key=True, help_text="1, 2, 3: a gap is a missing seal")
    at = models.DateTimeField(db_default=Now())
    entries = ArrayField(models.BigIntegerField(), help_text="ids, rising")
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_seal"

    def __str__(self) -> str:
        return f"seal {self.id}, {len(self.entries)} entries"


class PublishedDay(models.Model):
    """What anybody may know of one day: counts taken from the log, and how far it was sealed."""

    day = models.DateField(primary_key=True)
    counts = models.JSONField()
    seal = models.BigIntegerField(null=True)
    root = models.BinaryField(default=b"")
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "published_day"

    def __str__(self) -> str:
        return f"{self.day}"
