"""Which cameras are recorded, for how long, and how it goes."""

from typing import Any
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.refusals import UnknownCamera
from registry.recordings import ruling
from registry.recordings.models import Recorder
from registry.recordings.refusals import InvalidRecorder
from registry.refusals import Fault


@transaction.atomic
def switch_on(actor: Actor, camera: UUID, days: int, **traces: str) -> Recorder:
    """Have an agency camera recorded. Raises UnknownCamera or InvalidRecorder."""
    recorded = _agency_camera(camera)
    longest = ruling.days()
    if recorded.status != Camera.Status.APPROVED:
        raise InvalidRecorder("Only a camera in use is recorded.")
    if not 1 <= days <= longest:
        raise InvalidRecorder(errors=[Fault("days", f"From 1 to {longest} days.")])
    recorder, _ = Recorder.objects.update_or_create(
        camera=recorded, defaults={"days": days, "is_on": True}
    )
    _record(actor, "recorder_on", camera, {"days": days}, traces)
    return recorder


@transaction.atomic
def switch_off(actor: Actor, camera: UUID, **traces: str) -> None:
    """Record no more; what was recorded is kept for its days. Raises UnknownCamera."""
    _agency_camera(camera)
    was_on = Recorder.objects.filter(pk=camera, is_on=True).update(
        is_on=False, state=Recorder.State.WAITING, reason=""
    )
    if was_on:
        _record(actor, "recorder_off", camera, {}, traces)


def of(camera: UUID) -> Recorder | None:
    """Give an agency camera's recorder, if it has one. Raises UnknownCamera."""
    _agency_camera(camera)
    return Recorder.objects.filter(pk=camera).first()


def to_record() -> frozenset[UUID]:
    """Name the cameras that are to be recorded now."""
    on = Recorder.objects.filter(is_on=True, camera__level=0, camera__status="approved")
    return frozenset(on.values_list("camera_id", flat=True))


def tell(camera: UUID, state: str, reason: str = "") -> None:
    """Say how it goes."""
    Recorder.objects.filter(pk=camera, is_on=True).update(state=state, reason=reason[:200])


def _agency_camera(camera: UUID) -> Camera:
    """Give it; what private cameras show is recorded by their owners alone."""
    found = Camera.registry.filter(pk=camera).first()
    if found is None:
        raise UnknownCamera
    if found.level > 0:
        raise InvalidRecorder("Only an agency's own cameras are recorded here.")
    return found


def _record(
    actor: Actor, action: str, camera: UUID, detail: dict[str, Any], traces: dict[str, str]
) -> None:
    record(actor, action, "camera", camera, incident=None, detail=detail, **traces)
