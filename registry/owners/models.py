"""Whose cameras they are and what their owners allow."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from registry.accounts.models import Agency


class Owner(models.Model):
    """A person, business, school or agency that has cameras."""

    class Kind(models.TextChoices):
        AGENCY = "agency"
        SCHOOL = "school"
        BUSINESS = "business"
        RESIDENT = "resident"
        CALLER = "caller"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    language = models.CharField(max_length=8, default="en", help_text="of what is sent to them")
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="when last asked whether the cameras are still there"
    )
    reminders_missed = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(
        null=True, blank=True, help_text="until then nobody looks, whatever the grants say"
    )
    left_at = models.DateTimeField(
        null=True, blank=True, help_text="when they deleted all that was known of them"
    )

    class Meta:
        db_table = "owner"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="agency") | models.Q(agency__isnull=False),
                name="an_agency_owner_names_its_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True)
                | models.Q(name="", email="", phone="", user__isnull=True),
                name="nothing_is_known_of_an_owner_who_left",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """What an owner lets one agency do with one camera, and when."""

    class Condition(models.TextChoices):
        NEVER = "never"
        PANIC = "panic"
        PRIORITY = "priority", "calls of priority X or higher within Y metres"
        HOURS = "hours"
        ASK = "ask", "ask me each time"
        ALWAYS = "always"

    class Capability(models.TextChoices):
        STILL = "still"
        LIVE = "live"
        RECORDED = "recorded"
        PTZ = "ptz"
        RESHARE = "reshare"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="grants")
    camera = models.ForeignKey("registry.Camera", models.CASCADE, related_name="grants")
    agency = models.ForeignKey(Agency, models.PROTECT)
    capabilities = ArrayField(models.CharField(max_length=8, choices=Capability))
    condition = models.CharField(max_length=8, choices=Condition)
    priority_at_most = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 is the most urgent"
    )
    within = models.FloatField(null=True, blank=True, help_text="metres from the call")
    from_hour = models.TimeField(null=True, blank=True, help_text="local time")
    until_hour = models.TimeField(null=True, blank=True, help_text="local time")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    max_session_min = models.PositiveSmallIntegerField(default=15)
    notify_owner = models.BooleanField(default=True)

    class Meta:
        db_table = "camera_grant"
        indexes = [models.Index(fields=["camera", "valid_from"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(condition="priority")
                | models.Q(priority_at_most__isnull=False),
                name="a_priority_grant_names_its_priority",
            ),
            models.CheckConstraint(
                condition=~models.Q(condition="hours")
                | models.Q(from_hour__isnull=False, until_hour__isnull=False),
                name="an_hours_grant_names_its_hours",
            ),
        ]


class OwnerLink(models.Model):
    """A way in for one owner and one purpose, sent to them; only its digest is kept."""

    class Purpose(models.TextChoices):
        OWNER = "owner", "open the owner's page"
        CONFIRM = "confirm", "confirm an e-mail address"
        KEEP = "keep", "promise to keep footage"
        ANSWER = "answer", "answer a footage request"
        ASK = "ask", "let a camera be seen, or not"
        STILL = "still", "say whether the cameras are still there"

    digest = models.BinaryField(primary_key=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=8, choices=Purpose)
    about = models.CharField(max_length=80, blank=True, help_text="the id of what it is about")
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    once = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "owner_link"
        indexes = [models.Index(fields=["owner", "purpose"])]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.expires_at:%Y-%m-%d %H:%M}"
