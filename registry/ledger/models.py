"""The ledger of effect: what cameras could see of each closed call, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from registry.incidents.models import Incident


class LedgerEntry(models.Model):
    """What was covered at a closed call's place when it was reported; agency cameras' numbers.

    Computed, so it is written anew where the call is closed anew, and goes where it is opened.
    """

    class Seen(models.TextChoices):
        SEEN = "seen", "seen"
        APPROACH = "approach", "an approach seen, or a camera could have turned to it"
        NEAR = "near", "a camera stood near"
        NONE = "none", "no camera"

    class Looked(models.TextChoices):
        NO = "", "nobody looked"
        STILLS = "stills", "pictures"
        LIVE = "live", "live video"

    incident = models.OneToOneField(
        Incident, models.CASCADE, primary_key=True, related_name="ledger"
    )
    seen = models.CharField(max_length=8, choices=Seen)
    level = models.CharField(max_length=20, blank=True, help_text="the best, in words of a scheme")
    px_per_m = models.FloatField(null=True, help_text="the best")
    cameras = models.PositiveSmallIntegerField(help_text="agency cameras that saw the place")
    private = models.BooleanField(help_text="a private camera saw it; not for planners")
    looked = models.CharField(max_length=6, choices=Looked, blank=True)
    closed_at = models.DateTimeField(help_text="the call's, as it was entered")
    changed_at = models.DateTimeField(help_text="the call's, as it was entered")
    entered_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_entry"
        indexes = [models.Index(fields=["-changed_at"], name="ledger_entry_changed")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.seen}"


class Outcome(models.Model):
    """What people said came of a closed call. Kept apart, for it cannot be computed again."""

    class Helped(models.TextChoices):
        UNSAID = "", "nobody said"
        HELPED = "helped", "helped"
        NO_DIFFERENCE = "no_difference", "no difference"
        MISLED = "misled", "misled"

    incident = models.OneToOneField(
        Incident, models.CASCADE, primary_key=True, related_name="outcome"
    )
    helped = models.CharField(max_length=13, choices=Helped, blank=True)
    helped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    helped_at = models.DateTimeField(null=True, help_text="when it was first said")
    cleared = models.BooleanField(null=True, help_text="the case was cleared; null: not known yet")
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "call_outcome"

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.helped or 'unsaid'}"
