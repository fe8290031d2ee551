"""Deeds on what is said of an item: a legal hold, a note, what its recorder's clock showed."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from registry.access.facts import Actor
from registry.evidence import custody
from registry.evidence.models import Custody, Item, RetentionClass
from registry.evidence.reading import find
from registry.evidence.refusals import Deleted, NeedsWords, UnknownItem

HOLDERS = {"supervisor"}
NOTERS = {"supervisor", "investigator"}


@transaction.atomic
def hold(actor: Actor, item_id: UUID, reason: str, **traces: Any) -> Item:
    """Keep an item, and with it its copies, whatever its class says. Raises NeedsWords."""
    reason = reason.strip()[:200]
    if not reason:
        raise NeedsWords
    item = _for_change(actor, item_id, HOLDERS)
    _set(item, hold=reason)
    custody.write(actor, Custody.Deed.HELD, item, detail={"reason": reason}, **traces)
    return item


@transaction.atomic
def release(actor: Actor, item_id: UUID, **traces: Any) -> Item:
    """End a hold: the class counts again, from the day the item came in."""
    item = _for_change(actor, item_id, HOLDERS)
    was = item.hold
    _set(item, hold="")
    custody.write(actor, Custody.Deed.RELEASED, item, detail={"reason": was}, **traces)
    return item


@transaction.atomic
def note(
    actor: Actor, item_id: UUID, words: str, clock_offset: float | None, **traces: Any
) -> Item:
    """Say something of an item; what was said before stays in its custody."""
    item = _for_change(actor, item_id, NOTERS)
    was = {"note": item.note, "clock_offset": item.clock_offset}
    _set(item, note=words.strip()[:2000], clock_offset=clock_offset)
    custody.write(actor, Custody.Deed.NOTED, item, detail={"was": was}, **traces)
    return item


@transaction.atomic
def classify(actor: Actor, item_id: UUID, code: str, **traces: Any) -> Item:
    """Put an item into another class of retention: a crash has become a homicide."""
    item = _for_change(actor, item_id, HOLDERS)
    rule = RetentionClass.objects.filter(code=code).first()
    if rule is None:
        raise UnknownItem
    said = {"was": item.retention_id, "class": rule.code}
    Item.registry.filter(Q(pk=item.pk) | Q(parent=item)).update(retention=rule)
    custody.write(actor, Custody.Deed.NOTED, item, detail=said, **traces)
    return item


def _for_change(actor: Actor, item_id: UUID, roles: set[str]) -> Item:
    """Find an original nobody else is changing, deleting least of all."""
    if actor.role not in roles:
        raise UnknownItem
    item = find(actor, item_id)
    if item.parent_id:
        raise UnknownItem  # a copy is held with its original
    Item.registry.select_for_update(of=("self",)).get(pk=item.pk)
    item.refresh_from_db()
    if item.deleted_at:
        raise Deleted
    return item


def _set(item: Item, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(item, name, value)
    item.save(update_fields=list(facts))
