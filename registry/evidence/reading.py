"""Deeds: read what is said of an item, look at its picture, take its bytes away."""

from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.access.policy import RESPONDERS
from registry.audit.recent import written
from registry.audit.recording import record
from registry.evidence import custody, storing
from registry.evidence.models import Custody, Item
from registry.evidence.queries import ItemQuerySet
from registry.evidence.refusals import Deleted, UnknownItem

OPENED = "evidence_opened"
RECENT = timedelta(minutes=15)


def find(actor: Actor, item_id: UUID) -> Item:
    """Find an item this reader may know of. Raises UnknownItem."""
    items = Item.open_to(actor).select_related(
        "incident", "camera", "received_by", "retention", "parent", "keeper"
    )
    item = items.filter(pk=item_id).first()
    if item is None:
        raise UnknownItem
    return item


def sees_content(actor: Actor) -> bool:
    """Tell whether a reader's role may have bytes; an auditor reads hashes and custody only."""
    return actor.role in RESPONDERS


@transaction.atomic
def take(actor: Actor, item_id: UUID, deed: Custody.Deed, **traces: Any) -> tuple[Item, IO[bytes]]:
    """Open an item's bytes, and write down that they were viewed or downloaded.

    Raises UnknownItem, Deleted and Missing.
    """
    item = find(actor, item_id)
    if not sees_content(actor):
        raise UnknownItem
    if item.deleted_at:
        raise Deleted
    file = storing.open_stored(item.stored)
    custody.write(actor, deed, item, **traces)
    return item, file


@transaction.atomic
def opened(actor: Actor, item: Item, **traces: Any) -> None:
    """Write down that this reader read what is said of it; a page loaded again is written once."""
    if not written(actor, OPENED, within=RECENT, subject_id=str(item.pk)):
        record(actor, OPENED, "evidence", item.pk, incident=item.incident_id, **traces)


def originals(actor: Actor, incident: UUID | None, request: UUID | None) -> ItemQuerySet:
    """List what was received, newest first, deleted too; all or for one call or one request."""
    items = Item.open_to(actor).filter(parent=None)
    if incident:
        items = items.filter(incident=incident)
    if request:
        items = items.filter(request=request)
    return items.select_related("incident", "camera", "retention").order_by("-received_at")
