"""A deed: take something into evidence, with its class of retention and its first custody row."""

from typing import Any

from django.db import transaction

from registry.audit.actors import Named
from registry.evidence import custody, storing
from registry.evidence.models import Custody, Item, RetentionClass
from registry.evidence.refusals import Missing
from registry.incidents.models import Incident


@transaction.atomic
def receive(
    by: Named, *, basis: str = "", detail: Any = None, traces: dict[str, Any], **facts: Any
) -> Item:
    """Enter an item whose bytes are in the storage already; facts are its columns."""
    incident = facts.get("incident")
    storing.lock(facts["sha256"])
    if not storing.has(facts["stored"]):
        raise Missing  # deleted this moment, with another item that was the same file
    item = Item.registry.create(retention=class_of(incident), **facts)
    item.refresh_from_db(fields=["received_at"])
    said = {"size": item.size, **(detail or {})}
    custody.write(by, Custody.Deed.RECEIVED, item, basis=basis, detail=said, **traces)
    return item


def class_of(incident: Incident | None) -> RetentionClass:
    """Choose by the call's kind; of several that name it, the longest."""
    classes = list(RetentionClass.objects.order_by("-days"))
    kind = incident.kind.lower() if incident else ""
    for each in classes:
        if any(word in kind for word in each.kinds):
            return each
    return next(each for each in classes if each.code == RetentionClass.DEFAULT)
