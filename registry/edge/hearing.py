"""A deed: take what a box says of its cameras. It can speak of its own and of no others."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.edge.acting import Acting
from registry.edge.mirroring import mirror
from registry.edge.models import Box, BoxCamera
from registry.edge.refusals import BoxRevoked, UnknownBox
from registry.edge.terms import Terms, TermsRefused
from registry.edge.wire import CAMERA_LIMIT, WireRefused

STATES = {"unknown", "live", "offline"}
GONE = "gone"


@dataclass(frozen=True)
class Said:
    """What a box says of one camera, checked."""

    key: UUID
    name: str
    offers_live: bool
    state: str
    reason: str
    recording: str
    terms: dict[str, Any]

    @classmethod
    def read(cls, said: object) -> Self:
        """Read it. Raises WireRefused."""
        try:
            if not isinstance(said, Mapping) or said["state"] not in STATES:
                raise ValueError
            return cls(
                key=UUID(said["id"]),
                name=_words(said["name"], 80),
                offers_live="live" in said["offers"],
                state=said["state"],
                reason=_words(said["reason"], 200),
                recording=_words(said.get("recording", ""), 200),
                terms=Terms.read(said["terms"]).said(),
            )
        except (KeyError, TypeError, ValueError, AttributeError, TermsRefused):
            raise WireRefused("This says nothing of a camera.") from None


def read_health(said: Mapping[str, Any]) -> list[Said]:
    """Read a word of health. Raises WireRefused."""
    cameras = said.get("cameras")
    if not isinstance(cameras, list) or len(cameras) > CAMERA_LIMIT:
        raise WireRefused("Too many cameras, or none.")
    return [Said.read(each) for each in cameras]


def greet(box_id: UUID, version: str, line: UUID) -> None:
    """Note that a box is on a line, and which version of its program; an outage is over."""
    told = _words(version, 40)
    Box.objects.filter(pk=box_id).update(
        heard_at=timezone.now(), version=told, line=line, told_at=None
    )


def leave(box_id: UUID, line: UUID) -> None:
    """Note that a box left a line, unless it is on another by now."""
    Box.objects.filter(pk=box_id, line=line).update(line=None)


@transaction.atomic
def hear(box_id: UUID, cameras: list[Said]) -> None:
    """Write down what changed. Raises UnknownBox or BoxRevoked."""
    box = Box.objects.select_for_update(no_key=True).filter(pk=box_id).first()
    if box is None:
        raise UnknownBox
    if box.revoked_at:
        raise BoxRevoked
    box.heard_at = timezone.now()
    box.save(update_fields=["heard_at"])
    known = {each.key: each for each in box.cameras.select_related("box", "accepted_by")}
    for said in {each.key: each for each in cameras}.values():
        _take(box, known.pop(said.key, None), said)
    for held in known.values():  # its owner took it off the box: nothing of it is open
        closed = Terms().said()
        if held.state != GONE or held.terms != closed:
            _change(box, held, {"state": GONE, "reason": "", "recording": "", "terms": closed})


def _take(box: Box, held: BoxCamera | None, said: Said) -> None:
    facts = {each.name: getattr(said, each.name) for each in fields(said)}
    if held is None:
        BoxCamera.objects.create(box=box, **facts)
    else:
        _change(box, held, facts)


def _change(box: Box, held: BoxCamera, facts: dict[str, Any]) -> None:
    changed = [name for name, value in facts.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, facts[name])
    if changed:
        held.save(update_fields=changed)
    if "terms" in changed:
        mirror(held, by=Acting.of(box))


def _words(said: object, most: int) -> str:
    if not isinstance(said, str):
        raise ValueError
    return "".join(letter for letter in said if letter.isprintable())[:most]


def read_refusal(said: Mapping[str, Any]) -> tuple[UUID, str, str]:
    """Read which camera was refused, for what and why. Raises WireRefused."""
    try:
        return UUID(said["camera"]), _words(said["want"], 10), _words(said["reason"], 200)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise WireRefused from None
