"""How much may be asked at once: so long, so large, and nothing that has not happened yet."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import shapely
from django.conf import settings

from registry.footage.areas import square_metres, stored
from registry.incidents.purposes import PURPOSES
from registry.places.models import District
from registry.refusals import Fault

# An announced event is an assembly, and an exercise is nobody's trouble: no owner is asked for
# either.
_NOT_FOR = {"public_event", "exercise"}
ASKED_FOR = tuple(purpose for purpose in PURPOSES if purpose.code not in _NOT_FOR)


def faults_of_window(begins: datetime, ends: datetime, now: datetime) -> Iterator[Fault]:
    """Say what is wrong with the time asked about."""
    least = timedelta(minutes=settings.FOOTAGE_WINDOW_MIN)
    most = timedelta(minutes=settings.FOOTAGE_WINDOW_MAX)
    if ends <= begins:
        yield Fault("ends", "It needs to end after it begins.")
    elif ends - begins < least:
        yield Fault("ends", f"Ask for at least {settings.FOOTAGE_WINDOW_MIN} minutes.")
    elif ends - begins > most:
        hours = f"{settings.FOOTAGE_WINDOW_MAX / 60:g}"
        yield Fault("ends", f"Ask for at most {hours} hours.")
    if ends > now:
        yield Fault("ends", "Nobody has footage of the future: end it by now.")


def faults_of_area(area: shapely.Polygon) -> Iterator[Fault]:
    """Say what is wrong with the area asked about."""
    measured = square_metres(area)
    said = f"This is {measured / 1e6:.3f} km²"
    if measured < settings.FOOTAGE_AREA_MIN:
        least = settings.FOOTAGE_AREA_MIN / 1e6
        yield Fault("area", f"{said}; ask about at least {least:g} km², so that no house is meant.")
    if measured > settings.FOOTAGE_AREA_MAX:
        yield Fault("area", f"{said}; ask about at most {settings.FOOTAGE_AREA_MAX / 1e6:g} km².")
    districts = District.objects.all()
    if districts.exists() and not districts.filter(area__intersects=stored(area)).exists():
        yield Fault("area", "It lies outside the districts of this centre.")
