"""A deed: say where a call is after all."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents.jurisdiction import believable
from registry.incidents.models import Incident
from registry.incidents.refusals import AlreadyClosed, NoPlaceHere, UnknownIncident
from registry.refusals import Fault


@transaction.atomic
def locate(
    incident_id: UUID,
    point: tuple[float, float],
    *,
    by: Actor,
    radius: float | None = None,
    address: str | None = None,
    request_id: str = "",
    client: str = "",
) -> Incident:
    """Move it to lng, lat; out of the tray of calls that need a location it is open."""
    calls = Incident.open_to(by).select_for_update(of=("self",))
    incident = calls.filter(pk=incident_id).first()
    if incident is None:
        raise UnknownIncident
    if incident.state == Incident.State.CLOSED:
        raise AlreadyClosed
    position = believable(point)
    if position is None:
        raise NoPlaceHere(errors=[Fault("position", "0,0 or outside every district.")])
    was = list(incident.position.coords) if incident.position else None
    incident.position = position
    incident.located_at = timezone.now()
    incident.state = Incident.State.OPEN
    incident.radius = radius or incident.radius
    incident.address = incident.address if address is None else address
    incident.save(
        update_fields=["position", "located_at", "state", "radius", "address", "changed_at"]
    )
    record(
        by,
        "incident_located",
        "incident",
        incident.pk,
        purpose=incident.purpose,
        incident=incident.pk,
        detail={"from": was, "to": list(position.coords)},
        request_id=request_id,
        client=client,
    )
    return incident
