"""What the policy says of a camera now, and how soon those who looked were cut: no promises."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db.models.functions import Now
from django.utils import timezone

from registry.access.facts import Actor, Capability, Occasion
from registry.accounts.models import Agency
from registry.audit.models import Entry
from registry.cameras.models import Camera
from registry.incidents.looking import ALLOWED
from registry.incidents.models import LiveView
from registry.owners.models import Grant
from registry.ownership.models import Withholding

ASKED = (Capability.STILL, Capability.LIVE, Capability.RECORDED)
SOON = timedelta(seconds=30)
RADIUS = 150.0


@dataclass(frozen=True)
class Verdict:
    """What one agency would be told, asking for one use of a camera now."""

    agency: str
    capability: str
    open: bool
    reason: str


@dataclass(frozen=True)
class Cut:
    """Looks that ran when the owner took it back, and when each ended."""

    seconds: tuple[float, ...]
    running: int


def verdicts(camera: Camera) -> list[Verdict]:
    """Ask the policy as each agency that ever had a grant would: for the gravest call at the door.

    When that is refused, everything less is refused too.
    """
    agencies = Agency.objects.filter(
        pk__in=Grant.objects.filter(camera=camera, owner=camera.owner_id).values("agency")
    )
    call = Occasion(
        id=uuid4(), kind="panic", priority=1, open=True,
        point=(camera.position.x, camera.position.y), radius=RADIUS,
        panic_until=timezone.now() + SOON,
    )  # fmt: skip
    return [
        _verdict(camera, agency, call, capability)
        for agency in agencies.order_by("name")
        for capability in ASKED
    ]


def running(camera: Camera) -> int:
    """Count who looks at it live now, without what is withheld."""
    now = timezone.now()
    held = Withholding.objects.filter(lifted_at=None, until__gt=now).values("incident")
    views = LiveView.objects.filter(camera=camera, closed_at=None, until__gt=Now())
    return views.exclude(incident__in=held).exclude(user=camera.owner.user_id).count()


def cut_since(camera: Camera, moment: datetime) -> Cut:
    """Measure, in the log media writes, how long after a moment each look ended."""
    withheld = Withholding.objects.filter(lifted_at=None, until__gt=timezone.now())
    ended = (
        Entry.objects.filter(
            subject_type="camera",
            subject_id=str(camera.pk),
            action__in=["live_closed", "recorded_closed"],
            at__gte=moment,
            at__lt=moment + SOON,
        )
        .exclude(incident_id__in=withheld.values("incident"))
        .values_list("at", flat=True)
    )
    seconds = tuple(round((at - moment).total_seconds(), 2) for at in sorted(ended))
    return Cut(seconds, running(camera))


def _verdict(camera: Camera, agency: Agency, call: Occasion, capability: Capability) -> Verdict:
    asker = Actor(role="dispatcher", agency_id=agency.pk, agency=agency.name)
    found = Camera.open_to(asker, call, capability=capability).filter(pk=camera.pk).first()
    access: dict[str, Any] = vars(found)["access"] if found else {"state": "", "reason": ""}
    return Verdict(agency.name, str(capability), access["state"] in ALLOWED, access["reason"])
