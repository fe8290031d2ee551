"""What waits for a registrar, and what became of it; whoever may not know places sees none."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.duplicates import Duplicate, door_of, likely
from registry.cameras.models import Camera, Placement
from registry.cameras.verdicts import Verdict
from registry.notices.models import Notice
from registry.owners.consent import last
from registry.owners.consent_models import Consent
from registry.places.addresses import Door

MOST = 200  # registrations of each group on one page
LATELY = 20


@dataclass(frozen=True)
class Row:
    """One registration: how far it is, what was decided, and what mail of it went where."""

    camera: Camera
    verdict: Verdict | None
    notices: list[Notice]

    @property
    def asked(self) -> bool:
        """Tell whether the owner was asked and has changed nothing since."""
        verdict = self.verdict
        if verdict is None or verdict.deed != Verdict.Deed.ASKED:
            return False
        return self.camera.updated_at <= verdict.at

    @property
    def notice(self) -> Notice | None:
        """Give the last mail."""
        return next(iter(self.notices), None)


@dataclass(frozen=True)
class Queue:
    """All there is to see: for the registrar, and for whoever only looks after them."""

    waiting: list[Row]
    asked: list[Row]
    unconfirmed: list[Row]
    resting: list[Row]
    lately: list[Row]


@dataclass(frozen=True)
class Chosen:
    """One registration in full, for the registrar who decides."""

    row: Row
    door: Door | None
    said: Consent | None
    duplicates: list[Duplicate] = field(default_factory=list)
    sees: Placement | None = None

    @property
    def public(self) -> bool:
        """Tell whether the owner ticked the public map."""
        return self.said is not None and Consent.Tick.PUBLIC in self.said.ticked


def queue() -> Queue:
    """List what waits, the longest waiting first."""
    pending = _rows(_registered(Camera.Status.PENDING).order_by("created_at"))
    decided = Camera.registry.filter(
        pk__in=Verdict.objects.filter(undone_at=None)
        .exclude(deed=Verdict.Deed.ASKED)
        .order_by("-at")
        .values("camera")[:LATELY]
    )
    lately = _rows(decided.exclude(status=Camera.Status.PENDING))
    return Queue(
        waiting=[row for row in pending if not row.asked],
        asked=[row for row in pending if row.asked],
        unconfirmed=_rows(_registered(Camera.Status.DRAFT).order_by("created_at")),
        resting=_rows(_registered(Camera.Status.DORMANT).order_by("number")),
        lately=sorted(lately, key=_decided_at, reverse=True),
    )


@transaction.atomic
def open_one(row: Row, *, by: Actor, **traces: Any) -> Chosen:
    """Show one in full and write down who saw where it is and whose."""
    camera = row.camera
    record(by, "registration_read", "camera", camera.pk, **traces)
    return Chosen(
        row,
        door=door_of(camera),
        said=last(camera.pk),
        duplicates=likely(camera),
        sees=camera.placements.filter(valid_to=None).first(),
    )


def _decided_at(row: Row) -> datetime:
    return row.verdict.at if row.verdict else row.camera.created_at


def _registered(status: Camera.Status) -> QuerySet[Camera]:
    return Camera.registry.filter(status=status, level__gt=Camera.Level.AGENCY)


def _rows(cameras: QuerySet[Camera]) -> list[Row]:
    found = list(cameras.select_related("owner")[:MOST])
    stand = Verdict.objects.filter(camera__in=found, undone_at=None).select_related("by")
    last_said = {verdict.camera_id: verdict for verdict in stand.order_by("at", "pk")}
    mail = _mail(camera.pk for camera in found)
    return [Row(camera, last_said.get(camera.pk), mail[str(camera.pk)]) for camera in found]


def _mail(cameras: Iterable[UUID]) -> dict[str, list[Notice]]:
    """Give each camera's mail, the newest first."""
    found: dict[str, list[Notice]] = defaultdict(list)
    ids = [str(id) for id in cameras]
    notices = Notice.objects.filter(about_type="camera", about_id__in=ids)
    for notice in notices.order_by("-queued_at").defer("sealed"):
        found[notice.about_id].append(notice)
    return found
