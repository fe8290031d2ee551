"""Who may see which camera, for what reason, now: the one place where it is decided.

migrations/sql/0002_access.sql, as later ones amend it, says the same to the database; a test
compares them case by case.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from registry.access.conditions import RANK, missing
from registry.access.facts import (
    MACHINE,
    STRANGER,
    Actor,
    CameraFacts,
    Capability,
    Decision,
    GrantFacts,
    Occasion,
    State,
)

__all__ = [
    "MACHINE",
    "STRANGER",
    "Actor",
    "CameraFacts",
    "Capability",
    "Decision",
    "GrantFacts",
    "Occasion",
    "State",
    "decide",
]

DISPATCH = {"dispatcher", "supervisor"}
RESPONDERS = {*DISPATCH, "officer", "investigator"}
# They read the registry to run, plan or judge it; nobody sees video and grants roles.
NO_VIDEO = {"planner", "administrator", "auditor"}


_NOUNS = {
    Capability.STILL: "stills",
    Capability.LIVE: "live video",
    Capability.RECORDED: "recordings",
    Capability.PTZ: "controls",
}


class Standing(StrEnum):
    """How a reader stands to a camera before any owner's consent is read."""

    OWN = "own"
    KEPT = "kept"
    AGENCY = "agency"
    STILLS_ONLY = "stills_only"
    NEEDS_INCIDENT = "needs_incident"
    NO_VIDEO = "no_video"
    TURNS_NOT = "turns_not"
    NO_PRIVATE_VIDEO = "no_private_video"
    LEVEL_ONE = "level_one"
    CONSENT = "consent"
    HIDDEN = "hidden"


ANSWERS = {
    Standing.OWN: (State.OPEN, "your own camera"),
    Standing.KEPT: (State.CONDITION_UNMET, "not approved, or no longer in use"),
    Standing.AGENCY: (State.OPEN, "open to your role"),
    Standing.STILLS_ONLY: (State.CONDITION_UNMET, "registrars see stills, no live video"),
    Standing.NEEDS_INCIDENT: (State.CONDITION_UNMET, "needs an open incident"),
    Standing.NO_VIDEO: (
        State.CONDITION_UNMET,
        "your role sees where cameras are, not their pictures",
    ),
    Standing.TURNS_NOT: (State.CONDITION_UNMET, "only dispatch turns cameras"),
    Standing.NO_PRIVATE_VIDEO: (State.CONDITION_UNMET, "registrars see no private video"),
    Standing.LEVEL_ONE: (
        State.REQUEST_ONLY,
        "registered only: its owner can be asked for footage",
    ),
    Standing.HIDDEN: (State.HIDDEN, ""),
}


def decide(
    actor: Actor,
    occasion: Occasion | None,
    camera: CameraFacts,
    grants: Iterable[GrantFacts] = (),
    *,
    at: datetime,
    capability: Capability = Capability.STILL,
) -> Decision:
    """Decide what this reader may do with this camera for this reason at this moment."""
    stands = standing(actor, occasion, camera, capability)
    if stands is Standing.CONSENT and occasion is not None:
        return _by_consent(actor, occasion, camera, grants, at, capability)
    state, reason = ANSWERS[stands]
    return Decision(state=state, reason=reason, place=state is not State.HIDDEN)


def standing(
    actor: Actor, occasion: Occasion | None, camera: CameraFacts, capability: Capability
) -> Standing:
    """Weigh role, level and place; what is not named here is hidden."""
    stands = _standing(actor, occasion, camera, capability)
    if capability == Capability.PTZ and stands in {Standing.AGENCY, Standing.CONSENT}:
        return _turning(actor, occasion, camera, stands)
    return stands


def _turning(
    actor: Actor, occasion: Occasion | None, camera: CameraFacts, stands: Standing
) -> Standing:
    """Let dispatch alone turn a camera, and only for an open call."""
    if actor.role not in DISPATCH or camera.kind == "phone":
        return Standing.TURNS_NOT
    called = occasion is not None and occasion.open
    return stands if called else Standing.NEEDS_INCIDENT


def _standing(
    actor: Actor, occasion: Occasion | None, camera: CameraFacts, capability: Capability
) -> Standing:
    if actor.owner_id is not None and camera.owner_id == actor.owner_id:
        return Standing.OWN
    if camera.kind == "phone":  # a caller's: theirs, whatever level it was given
        theirs = actor.role in RESPONDERS and _called(actor, occasion, camera)
        return Standing.AGENCY if theirs else Standing.HIDDEN
    if camera.status != "approved":
        keeps = actor.role == "registrar" or (actor.role == "administrator" and camera.level == 0)
        return Standing.KEPT if keeps else Standing.HIDDEN
    if camera.level == 0:
        return _to_agency_camera(actor, occasion, camera, capability)
    return _to_private_camera(actor, occasion, camera)


def _to_agency_camera(
    actor: Actor, occasion: Occasion | None, camera: CameraFacts, capability: Capability
) -> Standing:
    if actor.role in DISPATCH:
        return Standing.AGENCY
    if actor.role in NO_VIDEO:
        return Standing.NO_VIDEO
    if actor.role == "registrar":
        return Standing.AGENCY if capability == Capability.STILL else Standing.STILLS_ONLY
    called = occasion is not None and occasion.open
    if actor.role == "investigator":
        return Standing.AGENCY if called else Standing.NEEDS_INCIDENT
    if actor.role == "officer" and _within(actor, occasion, camera, settings.OFFICER_RADIUS):
        return Standing.AGENCY
    return Standing.HIDDEN


def _to_private_camera(actor: Actor, occasion: Occasion | None, camera: CameraFacts) -> Standing:
    level_one = camera.level == 1
    if actor.role == "registrar":
        return Standing.LEVEL_ONE if level_one else Standing.NO_PRIVATE_VIDEO
    bound = actor.role in {*RESPONDERS, "administrator", "auditor"}
    if not bound or not _around(actor, occasion, camera):
        return Standing.HIDDEN
    if level_one:
        return Standing.LEVEL_ONE
    return Standing.CONSENT if actor.role in RESPONDERS else Standing.NO_VIDEO


def _called(actor: Actor, occasion: Occasion | None, camera: CameraFacts) -> bool:
    """Tell whether the camera is a caller's of just this open call; wherever they have run to."""
    if occasion is None or not occasion.open or camera.call_id != occasion.id:
        return False
    if camera.status != "approved":  # it has ended
        return False
    return actor.role != "officer" or actor.user_id in occasion.assigned


def _around(actor: Actor, occasion: Occasion | None, camera: CameraFacts) -> bool:
    """Tell whether an open call's search area, and a margin, holds the camera."""
    return occasion is not None and _within(
        actor, occasion, camera, occasion.radius + settings.AREA_MARGIN
    )


def _within(actor: Actor, occasion: Occasion | None, camera: CameraFacts, reach: float) -> bool:
    return (
        occasion is not None
        and occasion.open
        and camera.metres is not None
        and camera.metres <= reach
        # an officer's call is one they are assigned to
        and (actor.role != "officer" or actor.user_id in occasion.assigned)
    )


def _by_consent(
    actor: Actor,
    occasion: Occasion,
    camera: CameraFacts,
    grants: Iterable[GrantFacts],
    at: datetime,
    capability: Capability,
) -> Decision:
    held = [
        (missing(grant, occasion, role=actor.role, metres=camera.metres or 0.0, at=at), grant)
        for grant in grants
        if grant.holds(camera.owner_id, actor.agency_id, capability, at)
    ]
    if not held:
        reason = f"its owner has not opened its {_NOUNS[capability]} to your agency"
        return Decision(state=State.REQUEST_ONLY, reason=reason, place=True)
    lacks, grant = min(
        held, key=lambda pair: (pair[0] != "", RANK[pair[1].condition], pair[1].id.bytes)
    )
    if lacks:
        return Decision(state=State.CONDITION_UNMET, reason=lacks, place=True, grant_id=grant.id)
    return Decision(
        state=State.LIVE_OK,
        reason=f"its owner opens its {_NOUNS[capability]}: {_terms(grant)}",
        place=True,
        grant_id=grant.id,
        max_session_min=grant.max_session_min,
    )


def _terms(grant: GrantFacts) -> str:
    match grant.condition:
        case "hours":
            return f"{grant.from_hour:%H:%M} to {grant.until_hour:%H:%M}"
        case "priority":
            return f"calls of priority {grant.priority_at_most} or more urgent"
        case "panic":
            return "panic alarms"
        case "ask":
            return "asked, they said yes"
    return "always"
