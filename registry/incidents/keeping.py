"""Stills that are kept for a call: their bytes under their hash, their custody in the log."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.access.policy import RESPONDERS
from registry.audit.recording import record
from registry.feeds.passes import Pass
from registry.feeds.readers import bearer
from registry.feeds.streaming import Taken
from registry.incidents import evidence
from registry.incidents.living import allowed
from registry.incidents.models import Incident, Still
from registry.incidents.refusals import NotLive, UnknownStill


def keep(given: Pass, taken: Taken) -> Still:
    """Keep what a live camera shows now. Raises as living.allowed, and NotLive without a call."""
    actor, [camera] = bearer(given), given.cameras
    seen = allowed(actor, given.incident, camera)
    if given.incident is None:
        raise NotLive("a still is kept for a call, and there is none")
    with evidence.writing() as file:
        file.write(taken.jpeg)
        file.keep("jpg")
    sha256 = file.sha256
    with transaction.atomic():
        still, new = Still.objects.get_or_create(
            incident_id=given.incident,
            camera_id=camera,
            sha256=sha256,
            defaults={
                "size": len(taken.jpeg),
                "captured_at": datetime.fromtimestamp(taken.captured_at, UTC),
                "kept_by_id": int(given.user),
            },
        )
        if new:
            detail = {"still": str(still.pk), "sha256": sha256, "size": still.size}
            record(
                actor,
                "still_kept",
                "camera",
                camera,
                incident=given.incident,
                basis=seen.basis,
                detail=detail,
                request_id=given.request_id,
            )
    return still


def kept_for(actor: Actor, incidents: Iterable[UUID]) -> list[Still]:
    """List what was kept for these calls, newest first; only responders are told."""
    if actor.role not in RESPONDERS:
        return []
    stills = Still.objects.filter(incident__in=list(incidents))
    return list(stills.select_related("camera", "kept_by").order_by("-captured_at"))


def view(actor: Actor, still_id: UUID, *, request_id: str = "", client: str = "") -> bytes:
    """Give a kept still's bytes, and write that they were looked at. Raises UnknownStill."""
    still = Still.objects.filter(pk=still_id, incident__in=Incident.open_to(actor)).first()
    if still is None or actor.role not in RESPONDERS:
        raise UnknownStill
    with transaction.atomic():
        record(
            actor,
            "still_viewed",
            "camera",
            still.camera_id or "",
            incident=still.incident_id,
            detail={"still": str(still.pk), "sha256": still.sha256},
            request_id=request_id,
            client=client,
        )
    return evidence.path(still.sha256, "jpg").read_bytes()
