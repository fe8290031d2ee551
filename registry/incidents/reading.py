"""A deed: read one call."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.models import Entry
from registry.audit.recording import record
from registry.incidents.models import Incident

ACTION = "incident_opened"
RECENT = timedelta(minutes=15)


@transaction.atomic
def opened(
    incident: Incident, *, by: Actor, polled: bool = False, request_id: str = "", client: str = ""
) -> None:
    """Write down that this reader opened it; a page that goes on asking is written now and then."""
    if polled and _written(incident, by):  # that it polls is the reader's own word
        return
    record(
        by,
        ACTION,
        "incident",
        incident.pk,
        incident=incident.pk,
        request_id=request_id,
        client=client,
    )


def _written(incident: Incident, by: Actor) -> bool:
    since = timezone.now() - RECENT
    rows = Entry.objects.filter(incident_id=incident.pk, at__gte=since, actor_id=by.id)
    return rows.filter(action=ACTION).exists()
