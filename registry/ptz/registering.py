"""Enter how a camera is told to turn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from geo.aiming import OutOfReach, within
from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.refusals import UnknownCamera
from registry.feeds.credentials import decrypt, encrypt
from registry.ptz.introducing import introduced
from registry.ptz.models import Control
from registry.ptz.refusals import HeadSilent, InvalidControl, NoProfile
from registry.ptz.telling import with_fetcher
from registry.refusals import Fault


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of a control; `credential` is user:password, or None to keep what is known."""

    values: Mapping[str, object]
    credential: str | None = None


def enter(actor: Actor, camera: UUID, facts: Facts, **traces: str) -> Control:
    """Enter or change a control. What is not said of a new one follows from the camera.

    The profile that turns it is the camera's own to say, where nobody else does. Raises
    UnknownCamera or InvalidControl; the log says which fields changed, and no password.
    """
    return _enter(actor, camera, _introduced(camera, facts), **traces)


@transaction.atomic
def _enter(actor: Actor, camera: UUID, facts: Facts, **traces: str) -> Control:
    turned = Camera.registry.select_for_update(no_key=True).filter(pk=camera).first()
    if turned is None:
        raise UnknownCamera
    control = Control.objects.filter(pk=camera).first() or _fresh(turned)
    for name, value in facts.values.items():
        setattr(control, name, value)
    if facts.credential is not None:
        control.credential = encrypt(facts.credential) if facts.credential else None
    _check(control)
    control.save()
    fields = sorted([*facts.values, *(["credential"] if facts.credential is not None else [])])
    record(
        actor,
        "control_entered",
        "camera",
        camera,
        incident=None,
        detail={"fields": fields},
        **traces,
    )
    return control


def _introduced(camera: UUID, facts: Facts) -> Facts:
    """Have the camera say its profile and where it is turned, where only its address is given."""
    url = facts.values.get("url")
    if not url or facts.values.get("profile"):
        return facts
    if not Camera.registry.filter(pk=camera).exists():
        raise UnknownCamera
    known = Control.objects.filter(pk=camera).first()
    credential = facts.credential
    if credential is None:
        credential = decrypt(bytes(known.credential)) if known and known.credential else ""
    try:
        found = with_fetcher(lambda fetcher: introduced(fetcher, str(url), credential))
    except HeadSilent as silent:
        raise InvalidControl(errors=[Fault("url", silent.detail)]) from None
    except NoProfile as none:
        raise InvalidControl(errors=[Fault("profile", none.detail)]) from None
    return replace(facts, values={**facts.values, "url": found.url, "profile": found.profile})


def _fresh(camera: Camera) -> Control:
    return Control(
        camera=camera,
        azimuth=camera.azimuth or 0.0,
        hfov_most=camera.hfov,
        home_tilt=10.0 if camera.tilt is None else camera.tilt,
        home_hfov=camera.hfov,
    )


def _check(control: Control) -> None:
    try:
        control.full_clean(validate_unique=False)
        within(control.head, control.home)
    except ValidationError as invalid:
        faults = [
            Fault("" if name == "__all__" else name, message)
            for name, messages in invalid.message_dict.items()
            for message in messages
        ]
        raise InvalidControl(errors=faults) from None
    except OutOfReach as far:
        raise InvalidControl(errors=[Fault("home", str(far))]) from None
