"""May this reader look at these cameras for this call, now? Asked at the door and ever again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from registry.access.facts import Actor, Capability, State
from registry.cameras.models import Camera
from registry.incidents.models import Incident
from registry.incidents.refusals import UnknownIncident

ALLOWED = {State.OPEN, State.LIVE_OK}


@dataclass(frozen=True)
class Look:
    """The answer for one camera: its state, why, and what it rests on."""

    camera: UUID
    private: bool
    state: str
    reason: str
    basis: str
    max_session_min: int | None = None
    grant: UUID | None = None

    @property
    def allowed(self) -> bool:
        """Tell whether a picture may be shown."""
        return self.state in ALLOWED


def look(
    actor: Actor,
    incident: UUID | None,
    cameras: Collection[UUID],
    capability: Capability = Capability.STILL,
) -> dict[UUID, Look]:
    """Decide for each camera; one that is hidden or unknown is not in the answer.

    Raises UnknownIncident where this reader may not know of the call.
    """
    call = Incident.open_to(actor).filter(id=incident).first() if incident else None
    if incident and call is None:
        raise UnknownIncident
    rows = Camera.open_to(actor, call.occasion() if call else None, capability=capability).filter(
        id__in=list(cameras)
    )
    return {row.id: _look(row) for row in rows}


def _look(row: Camera) -> Look:
    access: dict[str, Any] = vars(row)["access"]  # annotated by open_to
    grant = access.get("grant_id")
    return Look(
        camera=row.id,
        private=row.level > 0,
        state=access["state"],
        reason=access["reason"],
        basis=f"grant {grant}" if grant else ("agency" if row.level == 0 else ""),
        max_session_min=access.get("max_session_min"),
        grant=UUID(grant) if grant else None,
    )
