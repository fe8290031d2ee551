"""A deed: read one call."""

from datetime import timedelta

from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recent import written
from registry.audit.recording import record
from registry.incidents.models import Incident

ACTION = "incident_opened"
RECENT = timedelta(minutes=15)


@transaction.atomic
def opened(
    incident: Incident, *, by: Actor, polled: bool = False, request_id: str = "", client: str = ""
) -> None:
    """Write down that this reader opened it; a page that goes on asking is written now and then."""
    # That it polls is the reader's own word, so the log is asked.
    if polled and written(by, ACTION, within=RECENT, incident_id=incident.pk):
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
