"""Stills that are kept for a call: what a live camera shows, at a press of a button."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.evidence import storing
from registry.evidence.models import Item
from registry.evidence.receiving import receive
from registry.feeds.passes import Pass
from registry.feeds.readers import bearer
from registry.feeds.streaming import Taken
from registry.incidents.living import allowed
from registry.incidents.models import Incident
from registry.incidents.refusals import NotLive


def keep(given: Pass, taken: Taken) -> Item:
    """Keep what a live camera shows now. Raises as living.allowed, and NotLive without a call."""
    actor, [camera] = bearer(given), given.cameras
    seen = allowed(actor, given.incident, camera)
    if given.incident is None:
        raise NotLive("a still is kept for a call, and there is none")
    with storing.writing() as file:
        file.write(taken.jpeg)
        file.keep()
    with transaction.atomic():
        call = Incident.registry.select_for_update(of=("self",)).get(pk=given.incident)
        kept = Item.registry.filter(
            kind=Item.Kind.STILL, incident=call, camera=camera, sha256=file.sha256, deleted_at=None
        )
        return kept.first() or receive(
            actor,
            basis=seen.basis,
            traces={"request_id": given.request_id},
            kind=Item.Kind.STILL,
            incident=call,
            agency_id=actor.agency_id,
            camera_id=camera,
            sha256=file.sha256,
            size=file.size,
            stored=file.stored,
            name=f"still {datetime.fromtimestamp(taken.captured_at, UTC):%Y-%m-%d %H%M%S}.jpg",
            begins_at=datetime.fromtimestamp(taken.captured_at, UTC),
            received_by_id=int(given.user),
        )


def kept_for(actor: Actor, incidents: Iterable[UUID], kind: Item.Kind) -> list[Item]:
    """List what was kept of cameras for these calls, newest first; only responders are told."""
    items = Item.open_to(actor).present().filter(kind=kind, incident__in=list(incidents))
    if actor.role == "auditor":  # reads hashes and custody, on the pages of evidence
        return []
    return list(items.select_related("camera", "received_by").order_by("-begins_at"))
