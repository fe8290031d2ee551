"""Delete evidence whose time is over, with a certificate; a hold beats every rule."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.audit.actors import Shell
from registry.evidence import custody, storing
from registry.evidence.models import Certificate, Custody, Item, RetentionClass, Upload

CENTRE = Shell("centre")
AT_ONCE = 500


def delete_over() -> None:
    """Delete what has been here as long as its class says, copies with their originals."""
    for rule in RetentionClass.objects.all():
        over = Item.registry.filter(
            parent=None,
            deleted_at=None,
            hold="",
            retention=rule,
            received_at__lt=timezone.now() - timedelta(days=rule.days),
        )
        for item in over.values_list("pk", flat=True)[:AT_ONCE]:
            _delete(item, rule)


@transaction.atomic
def _delete(pk: UUID, rule: RetentionClass) -> None:
    """Write the certificates, then delete the bytes: failing, nothing has happened."""
    item = (
        Item.registry.select_for_update(skip_locked=True)
        .filter(pk=pk, hold="", deleted_at=None)  # held this moment, it stays
        .first()
    )
    if item is None:
        return
    family = [*item.copies.filter(deleted_at=None).select_for_update(), item]
    # always in the same order: two that share bytes do not wait for each other
    for sha256 in sorted({each.sha256 for each in family}):
        storing.lock(sha256)
    now = timezone.now()
    for each in family:
        # names and notes are about people, and go with the bytes
        blank = {"name": "", "giver": "", "device": ""}
        Item.registry.filter(pk=each.pk).update(deleted_at=now, note="", copying="", **blank)
        Upload.objects.filter(item=each).update(**blank)
        shared = Item.registry.filter(stored=each.stored, deleted_at=None).exclude(pk=each.pk)
        gone = not shared.exists()
        Certificate.objects.create(
            item=each,
            sha256=each.sha256,
            size=each.size,
            received_at=each.received_at,
            rule=str(rule),
            by=CENTRE.name,
            bytes_gone=gone,
        )
        said = {"rule": str(rule), "size": each.size, "bytes_gone": gone}
        custody.write(CENTRE, Custody.Deed.DELETED, each, detail=said)
        if gone:
            storing.delete(each.stored)
