"""A deed: tell owners, once a panic alarm is over, who looked through their cameras and when."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.audit.models import Entry
from registry.cameras.models import Camera
from registry.incidents.models import Incident, LiveView
from registry.incidents.panicking import PANIC
from registry.notices.sending import enqueue
from registry.owners.models import Grant, Owner


@dataclass(frozen=True)
class Seen:
    """One look at one camera: for which agency, in which role, from when until when."""

    camera: UUID
    live: bool
    agency: str
    role: str
    begins: datetime
    ends: datetime


def tell_owners(incident: Incident) -> None:
    """Mail each owner whose camera was watched for a panic alarm, in the deed that closes it.

    Owners who did not want to be told are not.
    """
    if incident.kind != PANIC:
        return
    looks = sorted((*_live(incident), *_stills(incident)), key=lambda seen: seen.begins)
    cameras = Camera.registry.filter(pk__in={seen.camera for seen in looks}, level=2)
    watched = {camera.pk: camera for camera in cameras.select_related("owner")}
    by_owner: dict[Owner, list[Seen]] = defaultdict(list)
    for seen in looks:
        camera = watched.get(seen.camera)
        if camera and camera.owner.email and _wants_to_know(camera, seen.begins):
            by_owner[camera.owner].append(seen)
    for owner, theirs in by_owner.items():
        with translation.override(owner.language):
            lines = [_line(watched[seen.camera], seen) for seen in theirs]
        enqueue(
            "panic_over",
            to=owner.email,
            language=owner.language,
            values={"number": incident.number, "looks": "\n".join(lines)},
            about=("incident", str(incident.pk)),
        )


def _live(incident: Incident) -> Iterator[Seen]:
    now = timezone.now()
    for view in LiveView.objects.filter(incident=incident).select_related("user__agency"):
        agency = view.user.agency.name if view.user.agency else ""
        ends = view.closed_at or min(view.until, now)
        yield Seen(view.camera_id, True, agency, view.user.role, view.opened_at, ends)


def _stills(incident: Incident) -> Iterator[Seen]:
    """Read them in the log: from the first picture asked for to the last time it was asked."""
    rows = Entry.objects.filter(action="thumbnail_viewed", incident_id=incident.pk)
    grouped = rows.values("subject_id", "agency", "role").annotate(begins=Min("at"), ends=Max("at"))
    for row in grouped.order_by("begins"):
        camera = UUID(row["subject_id"])
        yield Seen(camera, False, row["agency"], row["role"], row["begins"], row["ends"])


def _wants_to_know(camera: Camera, at: datetime) -> bool:
    said = Grant.objects.filter(camera=camera, owner=camera.owner_id, notify_owner=True)
    return said.filter(valid_from__lte=at).exists()


def _line(camera: Camera, seen: Seen) -> str:
    """Write one look; a person's name is the agency's to tell, not a mail's."""
    begins, ends = (timezone.localtime(at) for at in (seen.begins, seen.ends))
    what = _("Live video") if seen.live else _("Still pictures")
    return (
        f"- {camera.name}: {what}, {seen.agency}, {seen.role},"
        f" {begins:%Y-%m-%d %H:%M:%S}-{ends:%H:%M:%S}"
    )
