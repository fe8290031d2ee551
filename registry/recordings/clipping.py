"""A clip: minutes of a recording that somebody keeps for a call, copied, under their hash."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from registry.evidence import storing
from registry.evidence.models import Item
from registry.evidence.receiving import receive
from registry.evidence.storing import Writing
from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.film import Film, Start
from registry.feeds.passes import Pass
from registry.feeds.playback import Recorded, Span
from registry.feeds.readers import bearer
from registry.feeds.sources.source import Stream, Unit
from registry.incidents.models import Incident
from registry.recordings import watching
from registry.recordings.refusals import NoClip
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
) -> Item:
    """Copy it into evidence; told is how much is done, 0 to 1. Raises NoClip and as watching.ask.

    Without a transcoder it begins at the keyframe at or before the point that was asked for.
    """
    call = _check(cut)
    _within(cut, await recorded.spans(fetcher, cut.begin - NEAR, cut.end + NEAR))
    with _refused_when_full(), storing.writing() as file:
        async with recorded.play(fetcher, cut.begin, cut.end) as stream:
            await _copy(cut, stream, file, told)
        if not file.size:
            raise NoClip("Nothing was recorded then.")
        await ask(file.keep)
        clip: Item = await ask(_enter, cut, call, file)
    return clip


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
def _enter(cut: Cut, call: UUID, file: Writing) -> Item:
    """Enter it, if it may still be kept. Raises as watching.ask."""
    given, actor = cut.given, bearer(cut.given)
    reach = watching.ask(actor, given.incident, given.cameras[0])
    begin, end = (datetime.fromtimestamp(at, UTC) for at in (cut.begin, cut.end))
    return receive(
        actor,
        basis=reach.basis,
        detail={"begins_at": begin.isoformat(), "ends_at": end.isoformat()},
        traces={"request_id": given.request_id},
        kind=Item.Kind.CLIP,
        incident=Incident.registry.get(pk=call),
        agency_id=actor.agency_id,
        camera_id=given.cameras[0],
        sha256=file.sha256,
        size=file.size,
        stored=file.stored,
        name=f"clip {begin:%Y-%m-%d %H%M%S}.mp4",
        begins_at=begin,
        ends_at=end,
        received_by_id=int(given.user),
    )
