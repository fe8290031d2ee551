"""What the policy weighs: readers, occasions, cameras and grants, as values."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

# Two readers are no person with a role: whoever has not signed in, and a system with a token.
STRANGER = "stranger"
MACHINE = "machine"


class State(StrEnum):
    """What a reader may do with a camera, for this reason, now."""

    OPEN = "open"
    LIVE_OK = "live_ok"
    CONDITION_UNMET = "condition_unmet"
    REQUEST_ONLY = "request_only"
    HIDDEN = "hidden"


class Capability(StrEnum):
    """What is asked of a camera."""

    STILL = "still"
    LIVE = "live"
    RECORDED = "recorded"
    PTZ = "ptz"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Whoever asks: a person with one role, a machine with scopes, or a stranger."""

    STRANGER: ClassVar["Actor"]

    role: str
    id: str = ""
    name: str = ""
    user_id: int | None = None
    agency_id: UUID | None = None
    agency: str = ""
    owner_id: UUID | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Tell whether anybody signed in."""
        return self.role != STRANGER


Actor.STRANGER = Actor(role=STRANGER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Why somebody looks: one call, as far as access depends on it."""

    id: UUID
    kind: str
    priority: int
    open: bool
    point: tuple[float, float] | None
    radius: float
    provisional: bool = False
    exigent: bool = False
    assigned: frozenset[int] = frozenset()
    panic_until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraFacts:
    """A camera, as far as access depends on it; metres is its distance from the occasion."""

    level: int
    kind: str
    owner_id: UUID
    status: str = "approved"
    call_id: UUID | None = None
    metres: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Yes:
    """An owner who is asked each time said yes: for one call and for a while."""

    incident: UUID
    begins: datetime
    ends: datetime

    def opens(self, occasion: Occasion, at: datetime) -> bool:
        """Tell whether it is for this call and this moment."""
        return self.incident == occasion.id and self.begins <= at < self.ends


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantFacts:
    """What an owner lets one agency do, and when."""

    id: UUID
    owner_id: UUID
    agency_id: UUID
    capabilities: frozenset[str]
    condition: str
    valid_from: datetime
    valid_to: datetime | None = None
    priority_at_most: int | None = None
    within: float | None = None
    from_hour: time | None = None
    until_hour: time | None = None
    max_session_min: int = 15
    said: tuple[Yes, ...] = ()

    def holds(self, owner_id: UUID, agency_id: UUID | None, capability: str, at: datetime) -> bool:
        """Tell whether it speaks for this owner, of this agency, this use and this moment."""
        return (
            self.owner_id == owner_id  # a former owner's word ends with the ownership
            and self.agency_id == agency_id
            and capability in self.capabilities
            and self.valid_from <= at
            and (self.valid_to is None or at < self.valid_to)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The answer: the state, why in words, and whether the exact place may be known."""

    state: State
    reason: str
    place: bool
    grant_id: UUID | None = None
    max_session_min: int | None = None

    @property
    def pictures(self) -> bool:
        """Tell whether pictures may be shown."""
        return self.state in (State.OPEN, State.LIVE_OK)
