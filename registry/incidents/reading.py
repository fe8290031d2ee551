"""A deed: read one call."""

from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents.models import Incident


@transaction.atomic
def opened(incident: Incident, *, by: Actor, request_id: str = "", client: str = "") -> None:
    """Write down that this reader opened it."""
    record(
        by,
        "incident_opened",
        "incident",
        incident.pk,
        purpose=incident.purpose,
        incident=incident.pk,
        request_id=request_id,
        client=client,
    )
