"""A deed: start an incident by hand, where nobody has called yet."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents import panicking, purposes
from registry.incidents.jurisdiction import believable
from registry.incidents.models import Incident
from registry.incidents.refusals import NeedsPurpose, NeedsReason
from registry.refusals import Fault

BY_HAND = "hand"


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """What a dispatcher says of an incident; point is lng, lat."""

    kind: str
    priority: int
    purpose: str
    point: tuple[float, float] | None
    radius: float = 150.0
    number: str = ""
    summary: str = ""
    address: str = ""
    exigent: bool = False
    exigent_reason: str = ""


@transaction.atomic
def start(start: Start, *, by: Actor, request_id: str = "", client: str = "") -> Incident:
    """Open it under a provisional number; conditions that need a real call stay unmet."""
    if start.purpose not in purposes.CODES:
        raise NeedsPurpose(errors=[Fault("purpose", f"Pick one of {sorted(purposes.CODES)}.")])
    if start.exigent and not start.exigent_reason.strip():
        raise NeedsReason(errors=[Fault("exigent_reason", "Say in words why it cannot wait.")])
    now = timezone.now()
    provisional = _next_number()
    position = believable(start.point)
    incident = Incident.registry.create(
        source=BY_HAND,
        external_id=provisional,
        number=start.number or provisional,
        kind=start.kind,
        priority=start.priority,
        summary=start.summary,
        address=start.address,
        position=position,
        radius=start.radius,
        state=Incident.State.OPEN if position else Incident.State.NEEDS_LOCATION,
        purpose=start.purpose,
        provisional=True,
        exigent=start.exigent,
        exigent_reason=start.exigent_reason.strip(),
        reported_at=now,
        updated_at=now,
        created_by_id=by.user_id,
        panic_until=panicking.until(start.kind),
    )
    record(
        by,
        "incident_started",
        "incident",
        incident.pk,
        purpose=incident.purpose,
        incident=incident.pk,
        basis="exigent" if incident.exigent else "",
        detail={
            "number": incident.number,
            "purposes": purposes.VERSION,
            "reason": incident.exigent_reason,
        },
        request_id=request_id,
        client=client,
    )
    return incident


def _next_number() -> str:
    """Give the day's next P-yyyymmdd-nnn, on the centre's calendar; one at a time."""
    day = f"P-{timezone.localdate():%Y%m%d}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('provisional incident number'))")
        cursor.execute(
            "SELECT coalesce(max(substr(external_id, 12)::int), 0) + 1 FROM incident"
            " WHERE source = %s AND external_id ~ %s",
            [BY_HAND, rf"^{day}\d{{1,9}}$"],
        )
        return f"{day}{cursor.fetchone()[0]:03}"
