"""A clip: minutes of a recording that somebody keeps for a call, copied, under their hash."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.access.policy import RESPONDERS
from registry.audit.recording import record
from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.film import Film, Start
from registry.feeds.passes import Pass
from registry.feeds.playback import Recorded, Span
from registry.feeds.readers import bearer
from registry.feeds.sources.source import Stream, Unit
from registry.incidents import evidence
from registry.incidents.evidence import Writing
from registry.incidents.models import Incident
from registry.recordings import watching
from registry.recordings.models import Clip
from registry.recordings.refusals import NoClip, UnknownClip
from registry.recordings.store import Ask

LONGEST = 30 * 60.0  # seconds
NEAR = 2.0  # seconds a point may lie beside what is kept


@dataclass(frozen=True)
class Cut:
    """What somebody wants to keep, in unix seconds, and before what they may see nothing."""

    given: Pass
    begin: float
    end: float
    reach: float


async def keep(
    cut: Cut, recorded: Recorded, fetcher: Fetcher, ask: Ask, told: Callable[[float], None]
) -> Clip:
    """Copy it into evidence; told is how much is done, 0 to 1. Raises NoClip and as watching.ask.

    Without a transcoder it begins at the keyframe at or before the point that was asked for.
    """
    call = _check(cut)
    _within(cut, await recorded.spans(fetcher, cut.begin - NEAR, cut.end + NEAR))
    with _refused_when_full(), evidence.writing() as file:
        async with recorded.play(fetcher, cut.begin, cut.end) as stream:
            await _copy(cut, stream, file, told)
        if not file.size:
            raise NoClip("Nothing was recorded then.")
        await ask(file.keep, "mp4")
        clip: Clip = await ask(_enter, cut, call, file)
    return clip


def kept_for(actor: Actor, incidents: Iterable[UUID]) -> list[Clip]:
    """List what was kept for these calls, newest first; only responders are told."""
    if actor.role not in RESPONDERS:
        return []
    clips = Clip.objects.filter(incident__in=list(incidents))
    return list(clips.select_related("camera", "kept_by").order_by("-begins_at"))


def view(actor: Actor, clip_id: UUID, *, request_id: str = "", client: str = "") -> Path:
    """Say where a clip lies, and write that it was looked at. Raises UnknownClip."""
    clip = Clip.objects.filter(pk=clip_id, incident__in=Incident.open_to(actor)).first()
    if clip is None or actor.role not in RESPONDERS:
        raise UnknownClip
    with transaction.atomic():
        record(
            actor,
            "clip_viewed",
            "camera",
            clip.camera_id or "",
            incident=clip.incident_id,
            detail={"clip": str(clip.pk), "sha256": clip.sha256},
            request_id=request_id,
            client=client,
        )
    return evidence.path(clip.sha256, "mp4")


def _check(cut: Cut) -> UUID:
    """Give the call it is for."""
    if cut.given.incident is None:
        raise NoClip("A clip is kept for a call, and there is none.")
    if not cut.begin < cut.end:
        raise NoClip("A clip ends after it begins.")
    if cut.end - cut.begin > LONGEST:
        raise NoClip(f"A clip is at most {LONGEST / 60:.0f} minutes long.")
    if cut.begin < cut.reach:
        raise NoClip("This begins before what you may look at.")
    return cut.given.incident


def _within(cut: Cut, spans: list[Span]) -> None:
    for at, point in ((cut.begin, "in"), (cut.end, "out")):
        if not any(span.begins_at - NEAR <= at <= span.ends_at + NEAR for span in spans):
            raise NoClip(f"Nothing is recorded at the {point} point.")


async def _copy(cut: Cut, stream: Stream, file: Writing, told: Callable[[float], None]) -> None:
    film = Film(stream.codec, 0.0, dated=True)
    async for unit in _allowed(stream.units(), cut):
        for made in film.take(unit):
            if isinstance(made, Start) and file.size:
                raise NoClip(f"The picture's form changes at {_clock(unit)}: end it there.")
            file.write(made.data)
        if unit.keyframe:
            told(min(1.0, max(0.0, (unit.arrived_at - cut.begin) / (cut.end - cut.begin))))


async def _allowed(units: AsyncIterator[Unit], cut: Cut) -> AsyncIterator[Unit]:
    """Leave out what comes before the first keyframe that may be seen."""
    begun = False
    async for unit in units:
        begun = begun or (unit.keyframe and unit.arrived_at >= cut.reach)
        if unit.arrived_at > cut.end:
            return
        if begun:
            yield unit


@contextmanager
def _refused_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as full:
        raise NoClip(f"The clip cannot be written: {full.strerror or full}.") from None


def _clock(unit: Unit) -> str:
    return f"{datetime.fromtimestamp(unit.arrived_at, UTC):%H:%M:%S} UTC"


@transaction.atomic
def _enter(cut: Cut, call: UUID, file: Writing) -> Clip:
    """Write the row and its custody, if it may still be kept. Raises as watching.ask."""
    given, actor = cut.given, bearer(cut.given)
    reach = watching.ask(actor, given.incident, given.cameras[0])
    clip = Clip.objects.create(
        incident_id=call,
        camera_id=given.cameras[0],
        sha256=file.sha256,
        size=file.size,
        begins_at=datetime.fromtimestamp(cut.begin, UTC),
        ends_at=datetime.fromtimestamp(cut.end, UTC),
        kept_by_id=int(given.user),
    )
    record(
        actor,
        "clip_kept",
        "camera",
        given.cameras[0],
        incident=call,
        basis=reach.basis,
        detail={
            "clip": str(clip.pk),
            "sha256": clip.sha256,
            "size": clip.size,
            "begins_at": clip.begins_at.isoformat(),
            "ends_at": clip.ends_at.isoformat(),
        },
        request_id=given.request_id,
    )
    return clip
