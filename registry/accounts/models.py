"""People and machines that may knock, and the agencies they belong to."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    """What a person is here for; one role a person."""

    DISPATCHER = "dispatcher", "Dispatcher"
    OFFICER = "officer", "Officer"
    INVESTIGATOR = "investigator", "Investigator"
    PLANNER = "planner", "Planner"
    REGISTRAR = "registrar", "Registrar"
    SUPERVISOR = "supervisor", "Supervisor"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"
    OWNER = "owner", "Owner"


class Agency(models.Model):
    """A public body whose people use the centre or that owns cameras."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.CharField(max_length=16, choices=Role, default=Role.OWNER)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="users")


class Session(AbstractBaseSession):
    """Somebody signed in at one browser.

    Whoever it is stands in columns of its own, so that the gate finds reader and rights in one
    query and reads no session data; see frontend/gate/actors.py.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    credential = models.CharField(max_length=128, blank=True, help_text="of the password then")
    second_factor = models.BooleanField(default=False)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "session"


class Machine(models.Model):
    """A system that signs in with a bearer token: CAD, edge box, robot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True, help_text="the source of its calls")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    token_digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    cameras = models.ManyToManyField(
        "registry.Camera", blank=True, related_name="machines", help_text="those it moves"
    )
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class SigninLink(models.Model):
    """A one-time way in, made at the shell and good for ten minutes."""

    digest = models.BinaryField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%H:%M}"


class Receipt(models.Model):
    """The answer once given to an Idempotency-Key, to be given again."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="receipt_once_per_actor_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"


class Tally(models.Model):
    """How often somebody did something in one stretch of time; who, cannot be read from it."""

    key = models.BinaryField(primary_key=True)
    times = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "tally"

    def __str__(self) -> str:
        return f"{self.times} until {self.ends_at:%H:%M}"
