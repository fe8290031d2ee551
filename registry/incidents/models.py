"""Calls: what happened where, how urgent, and whether it is still open."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models.functions import Now

from registry.access.facts import Actor, Occasion
from registry.cameras.models import Camera
from registry.incidents.queries import IncidentQuerySet
from registry.owners.models import Grant


class Incident(models.Model):
    """One call for service, from a CAD or made here."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        NEEDS_LOCATION = "needs_location"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40, help_text="the system that reported it")
    external_id = models.CharField(max_length=120)
    number = models.CharField(max_length=60, help_text="what people say; P-… while provisional")
    kind = models.CharField(max_length=60)
    priority = models.PositiveSmallIntegerField(help_text="1 is the most urgent, 5 the least")
    summary = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=300, blank=True)
    units = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    position = models.PointField(null=True, blank=True)
    radius = models.FloatField(default=150.0, help_text="metres: the search area")
    state = models.CharField(max_length=16, choices=State)
    purpose = models.CharField(max_length=60, default="call_for_service")
    provisional = models.BooleanField(default=False)
    exigent = models.BooleanField(default=False)
    exigent_reason = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="the source's clock: later wins")
    changed_at = models.DateTimeField(auto_now=True, help_text="our clock: what is new")
    closed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text="when somebody here last closed it or opened it again"
    )
    located_at = models.DateTimeField(
        null=True, blank=True, help_text="when somebody here last said where it is"
    )
    panic_until = models.DateTimeField(
        null=True, blank=True, help_text="a panic alarm: until then it opens what owners said"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="calls")

    registry = models.Manager()  # for the registry's own deeds; readers name themselves

    class Meta:
        db_table = "incident"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="one_incident_per_external_id"
            ),
            models.CheckConstraint(
                condition=models.Q(state="needs_location") | models.Q(position__isnull=False),
                name="an_incident_has_a_place_or_needs_one",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__gte=1, priority__lte=5), name="priority_is_1_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | ~models.Q(state="closed"),
                name="a_closed_incident_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-reported_at"]),
            models.Index(fields=["changed_at"], name="incident_changed"),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def open_to(cls, actor: Actor) -> IncidentQuerySet:
        """Keep the calls this reader may read."""
        return IncidentQuerySet(cls).open_to(actor)

    def occasion(self) -> Occasion:
        """Say of this call what access depends on."""
        return Occasion(
            id=self.id,
            kind=self.kind,
            priority=self.priority,
            open=self.state == self.State.OPEN,
            point=(self.position.x, self.position.y) if self.position else None,
            radius=self.radius,
            provisional=self.provisional,
            # without a typed reason nothing is exigent
            exigent=self.exigent and bool(self.exigent_reason.strip()),
            assigned=frozenset(self.assigned.values_list("pk", flat=True)),
            panic_until=self.panic_until,
        )


class LiveView(models.Model):
    """One person's look at one camera's live video. Open until closed_at, or until it lapses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="live_views")
    opened_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(help_text="renewed while it lasts; past it media died with it")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "live_view"
        indexes = [
            models.Index(
                fields=["camera"], condition=models.Q(closed_at=None), name="live_view_open"
            ),
            models.Index(
                fields=["user"], condition=models.Q(closed_at=None), name="live_view_open_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.camera}"


class Question(models.Model):
    """A camera's owner is asked: may these people look, for this call, now?"""

    class Answer(models.TextChoices):
        WAITING = "", "not answered yet"
        YES = "yes"
        NO = "no"
        NONE = "none", "nobody answered in time"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The version that was asked about: a yes ends with it.
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="questions")
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="questions")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(help_text="who has not answered by then is not waited for")
    answer = models.CharField(max_length=4, choices=Answer, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    opens_from = models.DateTimeField(null=True)
    opens_until = models.DateTimeField(null=True, help_text="brought forward by whoever ends it")

    class Meta:
        db_table = "owner_question"
        constraints = [
            models.UniqueConstraint(
                fields=["camera", "incident"],
                condition=models.Q(answer=""),
                name="one_open_question_of_a_camera_and_a_call",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    answer="yes", opens_from__isnull=False, opens_until__isnull=False
                )
                | ~models.Q(answer="yes")
                & models.Q(opens_from__isnull=True, opens_until__isnull=True),
                name="only_a_yes_opens",
            ),
        ]
        indexes = [models.Index(fields=["grant", "incident"], name="question_of_a_grant")]

    def __str__(self) -> str:
        return f"{self.camera} for {self.incident}"
