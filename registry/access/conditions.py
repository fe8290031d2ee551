"""What a grant still waits for, in words; the same in migrations/sql/0016_access.sql."""

from datetime import datetime, time

from django.utils import timezone

from registry.access.facts import GrantFacts, Occasion

# The owner's nearest answer is told first: what a better call or a later hour would open.
RANK = {"always": 0, "priority": 1, "hours": 2, "panic": 3, "ask": 4, "never": 5}
ASK = "its owner wants to be asked each time"
ANY_CALL = 5  # the least urgent priority: a grant for it is for every call


def missing(
    grant: GrantFacts, occasion: Occasion, *, role: str, metres: float, at: datetime
) -> str:
    """Say which condition is not met; nothing missing is an empty string."""
    if role == "investigator" and _emergency_only(grant):
        return "opens in an emergency, for dispatch and officers only"
    match grant.condition:
        case "always":
            return ""
        case "hours":
            return _hours(grant, centre_time(at))
        case "priority":
            return _unreal(occasion) or _priority(grant, occasion, metres)
        case "panic":
            return _unreal(occasion) or _panic(occasion, at)
        case "ask":
            yes = any(each.opens(occasion, at) for each in grant.said)
            return "" if yes else ASK
    return "its owner has closed it for now"


def centre_time(at: datetime) -> time:
    """Read the centre's clock: hours in a grant are local, on both sides of a clock change."""
    return at.astimezone(timezone.get_default_timezone()).time()


def _emergency_only(grant: GrantFacts) -> bool:
    return grant.condition == "panic" or (
        grant.condition == "priority" and (grant.priority_at_most or 0) < ANY_CALL
    )


def _unreal(occasion: Occasion) -> str:
    if occasion.provisional and not occasion.exigent:
        return "opens for real calls; this point was set by hand"
    return ""


def _priority(grant: GrantFacts, occasion: Occasion, metres: float) -> str:
    if occasion.priority > (grant.priority_at_most or 0):
        return (
            f"opens for calls of priority {grant.priority_at_most} or more urgent;"
            f" this one has priority {occasion.priority}"
        )
    if grant.within is not None and metres > grant.within:
        return f"opens for calls within {round(grant.within)} m; this one is {round(metres)} m away"
    return ""


def _panic(occasion: Occasion, at: datetime) -> str:
    if occasion.kind != "panic":
        return "opens only while a panic alarm is open here"
    if occasion.panic_until is None or at >= occasion.panic_until:
        return "its time for this panic alarm is over"
    return ""


def _hours(grant: GrantFacts, now: time) -> str:
    start, end = grant.from_hour or time(), grant.until_hour or time()
    # Equal hours are the whole day; an end before the start is tomorrow's.
    inside = start <= now < end if start < end else now >= start or now < end
    return "" if inside else f"opens from {start:%H:%M} until {end:%H:%M}"
