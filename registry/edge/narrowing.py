"""May the centre's page say this of a box's camera? Only what its switch would let out anyway."""

from uuid import UUID

from registry.edge.models import BoxCamera
from registry.edge.refusals import WiderThanBox
from registry.edge.terms import CAPABILITIES, Terms
from registry.owners.granting import Terms as Said

ANYBODY = UUID(int=0)


def switch_of(camera: UUID) -> Terms | None:
    """Read the switch of a camera that comes by a box; None for any other."""
    held = BoxCamera.objects.filter(camera=camera).first()
    return Terms.read(held.terms) if held else None


def check(camera: UUID, said: Said) -> None:
    """Refuse what opens more than the box's own switch. Raises WiderThanBox."""
    switch = switch_of(camera)
    if switch and not no_looser(said, switch):
        raise WiderThanBox


def said_by(switch: Terms, agency: UUID = ANYBODY) -> Said:
    """Read a switch as what it says to an agency."""
    return Said(
        agency_id=agency, capabilities=switch.capabilities, condition=switch.condition,
        priority_at_most=switch.priority_at_most, within=switch.within,
        from_hour=switch.from_hour, until_hour=switch.until_hour,
        max_session_min=switch.max_session_min,
    )  # fmt: skip


def no_looser(said: Said, switch: Terms) -> bool:
    """Tell whether the box would let out whatever these terms open."""
    if said.condition == "never":
        return True
    uses = said.capabilities & set(CAPABILITIES)
    if not uses <= switch.capabilities or said.max_session_min > switch.max_session_min:
        return False
    if switch.condition == "always":
        return True
    if said.condition != switch.condition:
        return False
    match said.condition:
        case "priority":
            near = switch.within is None or (
                said.within is not None and said.within <= switch.within
            )
            return near and (said.priority_at_most or 0) <= (switch.priority_at_most or 0)
        case "hours":
            return (said.from_hour, said.until_hour) == (switch.from_hour, switch.until_hour)
    return True
