"""What owners agreed to, and what they were told of the law on records before they did."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from registry.accounts.models import Agency
from registry.owners.models import Owner


class Consent(models.Model):
    """One thing an owner said of one camera. Rows are only added: the last one holds.

    It names owner and camera by id alone, so that it stays when what is known of them goes.
    """

    class Deed(models.TextChoices):
        GIVEN = "given"
        CONFIRMED = "confirmed"
        CHANGED = "changed"
        WITHDRAWN = "withdrawn"

    class Tick(models.TextChoices):
        REGISTER = "register", "police may know of the camera and write to its owner"
        PUBLIC = "public", "it is counted on the public map, at its street's anchor"

    owner = models.ForeignKey(
        Owner, models.DO_NOTHING, db_constraint=False, related_name="consents"
    )
    camera = models.ForeignKey(
        "registry.Camera", models.DO_NOTHING, db_constraint=False, related_name="consents"
    )
    deed = models.CharField(max_length=9, choices=Deed)
    version = models.CharField(max_length=20, help_text="of the text that was shown")
    language = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text as it was shown")
    ticked = ArrayField(models.CharField(max_length=8, choices=Tick), default=list)
    submission = models.UUIDField(
        null=True, unique=True, help_text="the form sent; a second click sends the same"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "consent"

    def __str__(self) -> str:
        return f"{self.deed} {self.version} {self.language}"


class RecordsNotice(models.Model):
    """What an agency says of the law on public records to those who register."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="records_notices")
    language = models.CharField(max_length=8)
    text = models.TextField(max_length=2000)
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "records_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "language"], name="one_records_notice_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.language}"
