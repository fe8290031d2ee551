"""What an unsaved change would change, kept for a while where every web process can draw it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models.functions import Now
from numpy.typing import NDArray

from registry.access.facts import Actor
from registry.scenarios.models import Trial

KEPT = timedelta(minutes=30)
MINE = 40  # of one planner: two maps side by side, and what a drag leaves behind
_IDS = np.dtype("<u8")


class Verdict(IntEnum):
    """What becomes of a cell."""

    SAME = 0
    GAINED = 1
    LOST = 2
    BETTER = 3
    WORSE = 4


@dataclass(frozen=True, eq=False)
class Changed:
    """The cells that change, (C,) H3 ids, and how: (C,) verdicts."""

    cells: NDArray[np.uint64]
    verdicts: NDArray[np.uint8]


def keep(changed: Changed, *, by: Actor) -> UUID:
    """Keep it for whoever tries it out, under a key nobody guesses."""
    with transaction.atomic():
        Trial.objects.filter(at__lt=Now() - KEPT).delete()
        mine = Trial.objects.filter(user_id=by.user_id or 0).order_by("-at", "-key")
        Trial.objects.filter(key__in=mine.values_list("key", flat=True)[MINE - 1 :]).delete()
        trial = Trial.objects.create(
            user_id=by.user_id or 0,
            cells=changed.cells.astype(_IDS).tobytes(),
            verdicts=changed.verdicts.astype(np.uint8).tobytes(),
        )
    return trial.key


def fetch(key: UUID, *, by: Actor) -> Changed | None:
    """Give what was kept under a key of one's own, while it lasts."""
    mine = Trial.objects.filter(key=key, user_id=by.user_id or 0, at__gte=Now() - KEPT)
    kept = mine.values_list("cells", "verdicts").first()
    if by.user_id is None or kept is None:
        return None
    cells, verdicts = kept
    return Changed(np.frombuffer(cells, _IDS), np.frombuffer(verdicts, np.uint8))
