"""Looking at what was recorded: who may, how far back, and what is written of each look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor, Capability
from registry.accounts.models import User
from registry.audit.recording import record
from registry.feeds.passes import Pass
from registry.feeds.playback import Recorded, Span
from registry.feeds.readers import bearer, reader
from registry.incidents import living
from registry.incidents.looking import Look
from registry.owners.models import Grant
from registry.recordings import choosing, ruling
from registry.recordings.store import Ask

TOLD = 50  # spans that the closing row names


@dataclass(frozen=True)
class Reach:
    """What one may look at: from when on, in unix seconds, and for how many minutes."""

    begins_at: float
    max_session_min: int | None
    basis: str


def ask(actor: Actor, incident: UUID | None, camera: UUID) -> Reach:
    """Decide whether a look may begin, and how far back it reaches. Raises as living.allowed."""
    seen = living.allowed(actor, incident, camera, Capability.RECORDED)
    return Reach(_begins_at(seen), seen.max_session_min, seen.basis)


def begin(given: Pass, way: Ask) -> tuple[Reach, Recorded]:
    """Decide anew, find the recording and write the opening row; without it nobody looks.

    way: how our store is asked from an event loop. Raises as ask, and NothingRecords.
    """
    with transaction.atomic():
        actor = bearer(given)
        reach = ask(actor, given.incident, given.cameras[0])
        recorded = choosing.recorded_of(given, way)
        _record(actor, given, "recorded_opened", reach.basis, reaches_to=round(reach.begins_at))
    return reach, recorded


def decide(given: Pass) -> Reach:
    """Decide for an open look as things are now. Raises as ask, and PassRefused."""
    return ask(bearer(given), given.incident, given.cameras[0])


def end(given: Pass, why: str, seconds: float, looked: Sequence[Span]) -> None:
    """Write the closing row: what was looked at, and what ended it. Whoever began is named."""
    with transaction.atomic():
        actor = reader(User.objects.select_related("agency").get(pk=given.user))
        spans = [[round(span.begins_at, 1), round(span.ends_at, 1)] for span in looked[-TOLD:]]
        _record(
            actor, given, "recorded_closed", "", why=why, seconds=round(seconds, 1), looked=spans
        )


def _begins_at(seen: Look) -> float:
    """Never before the owner's word for it, and never before what is kept by now."""
    now = timezone.now()
    kept = now - timedelta(days=ruling.days())
    if seen.grant is None:
        return kept.timestamp()
    said = Grant.objects.filter(pk=seen.grant).values_list("valid_from", flat=True).first()
    return max(kept, said or now).timestamp()  # one that was taken back meanwhile opens nothing


def _record(actor: Actor, given: Pass, action: str, basis: str, **detail: object) -> None:
    record(
        actor,
        action,
        "camera",
        given.cameras[0],
        incident=given.incident,
        basis=basis,
        detail=detail,
        request_id=given.request_id,
    )
