"""The reader and the occasion, as access_state takes them."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings

from registry.access.conditions import centre_time
from registry.access.facts import Actor, Occasion


class Row(NamedTuple):
    """A composite value: its SQL and what fills it."""

    sql: str
    params: tuple[Any, ...]


def reader(actor: Actor) -> Row:
    """Write an access_reader."""
    return Row("ROW(%s, %s, %s)::access_reader", (actor.role, actor.owner_id, actor.agency_id))


def occasion(of: Occasion | None, actor: Actor, at: datetime) -> Row:
    """Write an access_occasion as this reader has it; none opens nothing."""
    when = (at, centre_time(at))
    if of is None:
        nothing = (False, None, None, None, False, None, None, None, None)
        return Row(_OCCASION, (*when, *nothing))
    call = (
        of.open,
        of.kind,
        of.priority,
        of.provisional and not of.exigent,
        actor.user_id in of.assigned,
        of.radius + settings.AREA_MARGIN,
        float(settings.OFFICER_RADIUS),
        of.id,
        of.panic_until,
    )
    return Row(_OCCASION, (*when, *call))


_OCCASION = f"ROW({', '.join(['%s'] * 11)})::access_occasion"
