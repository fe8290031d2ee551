"""Write a deed down twice: in the item's custody, and in the sealed log that vouches for it."""

from typing import Any

from registry.audit.actors import Named
from registry.audit.recording import record
from registry.evidence.models import Custody, Item

_LOGGED = {"received": "kept"}  # in the log's words: a still is kept, a clip is kept


def write(
    actor: Named,
    deed: Custody.Deed,
    item: Item,
    *,
    basis: str = "",
    detail: Any = None,
    **traces: Any,
) -> None:
    """Write it, in the transaction of the deed."""
    said = dict(detail or {})
    camera = item.camera_id if item.kind in (Item.Kind.STILL, Item.Kind.CLIP) else None
    noun = item.kind if camera else "evidence"
    entry = record(
        actor,
        f"{noun}_{_LOGGED.get(deed, deed)}",
        "camera" if camera else "evidence",
        camera or item.pk,
        incident=item.incident_id,
        basis=basis,
        detail={noun: str(item.pk), "sha256": item.sha256, **said},
        **traces,
    )
    Custody.objects.create(
        item=item,
        deed=deed,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=actor.role,
        detail=said,
        entry=entry,
    )
