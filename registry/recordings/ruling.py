"""The centre's rule on how long recordings are kept."""

from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.recordings.models import Retention


def days() -> int:
    """Say how many days recordings are kept at most."""
    return Retention.objects.get(what=Retention.What.RECORDINGS).days


@transaction.atomic
def rule(actor: Actor, days: int, **traces: str) -> None:
    """Change it; what is too old by it goes at the next round, and recorders keep no longer."""
    kept = Retention.objects.select_for_update().get(what=Retention.What.RECORDINGS)
    before, kept.days = kept.days, days
    kept.save(update_fields=["days"])
    record(
        actor,
        "retention_ruled",
        "retention",
        kept.what,
        incident=None,
        detail={"days": days, "before": before},
        **traces,
    )
