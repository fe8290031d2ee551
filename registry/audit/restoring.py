"""A restore takes rows out of the log, so it is written into it."""

from django.db import transaction
from django.db.models import Max

from registry.audit.actors import Shell
from registry.audit.models import Seal
from registry.audit.recording import record
from registry.audit.sealing import told

RESTORED = "restored"


def record_restore(backup: str) -> int:
    """Write down which seals, known outside, the backup does not hold; give how many."""
    last = Seal.objects.aggregate(last=Max("id"))["last"] or 0
    lost = max(0, told() - last)
    if lost:
        with transaction.atomic():
            record(
                Shell(),
                RESTORED,
                detail={"backup": backup, "first": last + 1, "last": last + lost},
            )
    return lost
