"""Deeds: an owner has a camera counted on the public map, or no more: a consent of its own."""

from typing import Any

from django.db import transaction

from registry.access.facts import Actor
from registry.cameras import publishing
from registry.cameras.models import Camera
from registry.owners.consent import append
from registry.owners.consent_models import Consent


@transaction.atomic
def list_publicly(camera: Camera, *, language: str, by: Actor, **traces: Any) -> None:
    """Agree to it. Raises NotPublishable."""
    publishing.publish(camera, by, **traces)
    _said(camera, language, Consent.Tick.REGISTER, Consent.Tick.PUBLIC)


@transaction.atomic
def unlist(camera: Camera, *, language: str, by: Actor, **traces: Any) -> None:
    """Withdraw it; within a minute no answer to a stranger has it."""
    publishing.unpublish(camera, by, **traces)
    _said(camera, language, Consent.Tick.REGISTER)


def _said(camera: Camera, language: str, *ticked: str) -> None:
    append(camera.owner_id, camera.pk, Consent.Deed.CHANGED, language=language, ticked=ticked)
