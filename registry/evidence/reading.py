"""Deeds: read what is said of an item, look at its picture, take its bytes away."""

from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from registry.access.facts import Actor
from registry.access.policy import RESPONDERS
from registry.evidence import custody, storing
from registry.evidence.models import Custody, Item
from registry.evidence.refusals import Deleted, UnknownItem


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


def of_a_case(actor: Actor, incident: UUID | None, request: UUID | None) -> Iterator[Item]:
    """List the originals of a call or of a request, newest first, deleted ones too."""
    items = Item.open_to(actor).filter(parent=None)
    if incident or request:
        items = items.filter(Q(incident=incident) if incident else Q(request=request))
    yield from items.select_related("incident", "camera", "retention").order_by("-received_at")
