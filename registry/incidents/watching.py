"""What media writes down when somebody begins and ends to look, and whether they still may."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.accounts.models import User
from registry.audit.recording import record
from registry.feeds.passes import Pass
from registry.feeds.readers import bearer, reader
from registry.feeds.refusals import PassRefused
from registry.incidents.looking import Look, look
from registry.incidents.refusals import UnknownIncident


def begin(given: Pass) -> dict[UUID, Look]:
    """Decide anew and write the opening row; without the row nobody looks."""
    with transaction.atomic():
        actor = bearer(given)
        looks = _look(actor, given)
        allowed = [seen for seen in looks.values() if seen.allowed]
        _record(actor, given, "thumbnails_opened", [seen.camera for seen in allowed])
        for seen in allowed:
            if seen.private:  # a row of its own, for its owner to read
                _record_private(actor, given, seen)
    return looks


def decide(given: Pass) -> dict[UUID, Look]:
    """Decide for every camera of a pass as things are now. Raises PassRefused."""
    return _look(bearer(given), given)


def end(given: Pass, cameras: Collection[UUID], why: str, seconds: float) -> None:
    """Write the closing row: which cameras, for how long, and what ended it.

    Whoever began is named, even where the account was closed in between.
    """
    with transaction.atomic():
        actor = reader(User.objects.select_related("agency").get(pk=given.user))
        _record(actor, given, "thumbnails_closed", cameras, why=why, seconds=round(seconds, 1))


def _look(actor: Actor, given: Pass) -> dict[UUID, Look]:
    try:
        return look(actor, given.incident, given.cameras)
    except UnknownIncident:  # an officer who was taken off the call, say
        raise PassRefused from None


def _record(
    actor: Actor, given: Pass, action: str, cameras: Collection[UUID], **detail: object
) -> None:
    record(
        actor,
        action,
        "incident" if given.incident else "",
        given.incident or "",
        incident=given.incident,
        detail={"cameras": sorted(str(camera) for camera in cameras), **detail},
        request_id=given.request_id,
    )


def _record_private(actor: Actor, given: Pass, seen: Look) -> None:
    record(
        actor,
        "thumbnail_viewed",
        "camera",
        seen.camera,
        incident=given.incident,
        basis=seen.basis,
        request_id=given.request_id,
    )
