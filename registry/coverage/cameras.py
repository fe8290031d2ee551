"""The agency's cameras of a study, as of its moment."""

from collections.abc import Sequence
from uuid import UUID

from registry.cameras.models import Camera
from registry.coverage import sights
from registry.coverage.models import Study
from registry.coverage.sights import Bounds, Placed
from registry.feeds import uptime

DAYS = 28
OFTEN = 0.8  # who is there less often does not count as seeing: offline more than 20 %
WITH_AGENCY = (Study.Cameras.ALL, Study.Cameras.AGENCY)


def of_study(study: Study, around: Bounds) -> list[Placed]:
    """Give those that range into a box of degrees; none where the set leaves the agency's out.

    What flies or drives covers no place for long, and is left out.
    """
    if study.cameras not in WITH_AGENCY:
        return []
    found = sights.agency(study.at, around)
    return [each for each in found if each.sight.form != Camera.Form.MOVING]


def uptime_of(placed: Sequence[Placed]) -> dict[UUID, float]:
    """Give how often each answered in the last weeks, 0..1; who was never asked is left out."""
    return uptime.share([each.id for each in placed], days=DAYS)
