"""Opening a map that shows more than the public's is a deed, written once a session."""

from collections.abc import Iterable

from django.db import transaction

from frontend.gate.asking import Asking, traces
from registry.access.layers import PUBLIC
from registry.audit import recording

_OPENED = "map_layers"


def note_opening(request: Asking, doors: Iterable[str]) -> frozenset[str]:
    """Write the audit row unless this session opened all of these before; give all it opened."""
    more = set(doors) - PUBLIC
    if not more:
        return frozenset()
    opened = frozenset(request.session.get(_OPENED, ()))
    if more <= opened:
        return opened
    with transaction.atomic():
        recording.record(
            request.actor,
            "opened_map",
            "map",
            detail={"layers": sorted(more)},
            **traces(request),
        )
        request.session[_OPENED] = sorted(opened | more)
        request.session.save()
    return opened | more
