"""Bring cameras home that nobody turns any more."""

import logging
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.audit.actors import Named, Shell
from registry.audit.recording import record
from registry.ptz import hands
from registry.ptz.looking import look
from registry.ptz.models import Control, Hold
from registry.ptz.refusals import HeadSilent
from registry.ptz.turning import told

log = logging.getLogger("sightline.ptz")
CENTRE = Shell(name="centre", role="centre")


def release(actor: Actor, camera: UUID, **traces: str) -> bool:
    """Take one's hand off and send the camera home; tells whether the hand was there.

    A head that does not answer now is sent home as soon as it does.
    """
    if not hands.let_go(camera, actor.user_id):
        return False
    _home(camera, actor, "released", **traces)
    return True


def return_idle() -> None:
    """Send home every camera whose hand was idle too long, or whose call is closed."""
    for camera in hands.claim_idle():
        _home(camera, CENTRE, "idle")


def _home(camera: UUID, by: Named, why: str, **traces: str) -> None:
    control = Control.objects.select_related("camera").get(pk=camera)
    try:
        told(control, control.home, home=True)
    except HeadSilent as silent:
        log.warning("camera %s is not home yet: %s", camera, silent.detail)
        return
    with transaction.atomic():
        hold = Hold.objects.select_for_update().filter(pk=camera, user=None).first()
        if hold is None:
            return
        look(control, control.home)
        record(
            by, "ptz_returned", "camera", camera, incident=hold.incident_id,
            detail={"why": why}, **traces,
        )  # fmt: skip
        hold.delete()
