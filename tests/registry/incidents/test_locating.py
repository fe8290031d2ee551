"""A call gets its place, and leaves the tray of those that need one."""

import pytest

from registry.incidents.closing import close
from registry.incidents.locating import locate
from registry.incidents.opening import start
from registry.incidents.refusals import AlreadyClosed, NoPlaceHere
from registry.models import Entry
from tests.registry.incidents.calls import CORNER, DANA, a_start

pytestmark = pytest.mark.django_db


def test_a_call_that_needed_a_place_is_open_once_it_has_one() -> None:
    incident = start(a_start(point=None), by=DANA)
    moved = locate(incident.pk, CORNER, by=DANA, radius=90, address="1 Main Street")
    assert (moved.state, moved.radius, moved.address) == ("open", 90, "1 Main Street")
    entry = Entry.objects.get(action="incident_located")
    assert (entry.detail["from"], entry.detail["to"]) == (None, list(CORNER))


def test_null_island_is_no_place_and_a_closed_call_does_not_move() -> None:
    incident = start(a_start(), by=DANA)
    with pytest.raises(NoPlaceHere):
        locate(incident.pk, (0.0, 0.0), by=DANA)
    close(incident.pk, by=DANA)
    with pytest.raises(AlreadyClosed):
        locate(incident.pk, CORNER, by=DANA)
