"""The door /recorded/{camera}: what a camera recorded, as far back as its reader may look.

Text in is a pass (the first, then each renewal) or a JSON object with one of spans, play, pause,
shown, clip. Text out is JSON with a `type`: opened, spans, film (what the binary after it is), at
(when what follows was taken), state, clip, ending, renewed. Times are unix seconds; a film's own
time begins at nought with each `film`, and has no gaps.
"""

import asyncio
import json
import math
import time
from typing import Any

from starlette.websockets import WebSocket

from frontend.media.database import ask
from frontend.media.house import House
from frontend.media.knocking import begun, first_pass, going_on, host, plays, renewed, together
from frontend.media.playing import Playing
from frontend.media.rewinding import Rewinding
from registry.feeds.fetching import Fetcher
from registry.feeds.passes import Use
from registry.recordings import clipping, watching
from registry.refusals import Refusal

LONGEST = 32 * 24 * 3600.0  # seconds whose spans are told at once
STEP = 0.02  # how much more of a clip is done when it is told again


async def recorded(socket: WebSocket) -> None:
    """Serve one player: first its pass, then what it asks for."""
    house: House = socket.app.state.house
    changes = house.changes

    async def sit_down(socket: WebSocket) -> Rewinding:
        given = await first_pass(socket, Use.RECORDED)
        reach, found = await begun(watching.begin, given, ask)
        return Rewinding(
            given=given,
            minutes=reach.max_session_min,
            reach=reach,
            recorded=found,
            plays=plays(socket),
        )

    async def serve(rewinding: Rewinding) -> None:
        house.rewindings.enter(rewinding)
        if house.changes != changes:  # nobody told this one
            await house.rewindings.decide(rewinding)
        begin, until = rewinding.within(0.0, time.time())
        rewinding.say(
            "opened", minutes=rewinding.minutes, **{"from": round(begin, 3)}, until=round(until, 3)
        )
        await together(rewinding, _send(socket, rewinding), _hear(socket, rewinding, house))

    await host(socket, sit_down, serve, house.rewindings.leave)


async def _send(socket: WebSocket, rewinding: Rewinding) -> None:
    while True:
        message = await rewinding.outbox.next()
        await (
            socket.send_text(message) if isinstance(message, str) else socket.send_bytes(message)
        )


async def _hear(socket: WebSocket, rewinding: Rewinding, house: House) -> None:
    while True:
        text = await socket.receive_text()
        words = _words(text)
        if words is None:
            await _renew(rewinding, text)
        else:
            _heed(rewinding, words, house.fetcher)


async def _renew(rewinding: Rewinding, word: str) -> None:
    given = renewed(rewinding, word, Use.RECORDED)
    rewinding.reach = await going_on(watching.decide, given)
    rewinding.given = given
    rewinding.say("renewed")


def _heed(rewinding: Rewinding, words: dict[str, Any], fetcher: Fetcher) -> None:
    """Do what is asked; what cannot be understood is left."""
    match words:
        case {"spans": [begin, end]} if _moments(begin, end):
            _begin(rewinding, "spans", _spans(rewinding, fetcher, float(begin), float(end)))
        case {"play": at} if _moments(at):
            _play(rewinding, fetcher, float(at))
        case {"pause": bool(paused)} if rewinding.playing:
            rewinding.playing.paused = paused
            rewinding.playing.move()
        case {"shown": shown} if _moments(shown) and rewinding.playing:
            rewinding.playing.shown = float(shown)
            rewinding.playing.move()
        case {"clip": [begin, end]} if _moments(begin, end):
            clipping_now = rewinding.jobs.get("clip")
            if clipping_now and not clipping_now.done():
                rewinding.say("clip", refused="A clip is being kept; wait for it.")
            else:
                _begin(rewinding, "clip", _clip(rewinding, fetcher, float(begin), float(end)))


def _begin(rewinding: Rewinding, name: str, job: Any) -> None:
    """Do it beside the rest; what was asked before in the same way is given up."""
    if before := rewinding.jobs.get(name):
        before.cancel()
    task = asyncio.create_task(job)
    rewinding.jobs[name] = task
    task.add_done_callback(lambda done: _mourn(rewinding, done))


def _mourn(rewinding: Rewinding, task: "asyncio.Task[None]") -> None:
    """End the look where a fault of ours ended a job; together with it the fault is logged."""
    if not task.cancelled() and (fault := task.exception()):
        rewinding.end("a fault of this centre's own; its log says which")
        asyncio.get_running_loop().call_exception_handler(
            {"message": "a look at recordings fell", "exception": fault, "task": task}
        )


def _play(rewinding: Rewinding, fetcher: Fetcher, at: float) -> None:
    begin, until = rewinding.within(at, math.inf)
    rewinding.outbox.forget_film()
    rewinding.playing = Playing(
        rewinding.recorded,
        fetcher,
        rewinding.plays,
        rewinding.outbox,
        lambda: rewinding.reach.begins_at,
        rewinding.looked,
    )
    _begin(rewinding, "play", rewinding.playing.run(begin, until))


async def _spans(rewinding: Rewinding, fetcher: Fetcher, begin: float, end: float) -> None:
    first, last = rewinding.within(begin, min(end, begin + LONGEST))
    answer: dict[str, Any] = {"begin": begin, "end": end, "spans": []}
    if first < last:
        try:
            found = await rewinding.recorded.spans(fetcher, first, last)
        except Refusal as refusal:
            answer["refused"] = refusal.detail
        else:
            answer["spans"] = [
                [round(max(span.begins_at, first), 3), round(min(span.ends_at, last), 3)]
                for span in found
                if span.ends_at > first and span.begins_at < last
            ]
    rewinding.say("spans", **answer)


async def _clip(rewinding: Rewinding, fetcher: Fetcher, begin: float, end: float) -> None:
    told = 0.0

    def tell(done: float) -> None:
        nonlocal told
        if done >= told + STEP:
            told = done
            rewinding.say("clip", done=round(done, 2))

    cut = clipping.Cut(rewinding.given, begin, end, rewinding.reach.begins_at)
    rewinding.say("clip", done=0.0)
    try:
        clip = await clipping.keep(cut, rewinding.recorded, fetcher, ask, tell)
    except Refusal as refusal:
        rewinding.say("clip", refused=refusal.detail)
    else:
        rewinding.say(
            "clip", id=str(clip.pk), sha256=clip.sha256, size=clip.size, begin=begin, end=end
        )


def _words(text: str) -> dict[str, Any] | None:
    """Read a JSON object; everything else is a pass."""
    if not text.startswith("{"):
        return None
    try:
        words = json.loads(text)
    except ValueError:
        return None
    return words if isinstance(words, dict) else None


def _moments(*said: object) -> bool:
    """Tell whether these are numbers that can be moments."""
    return all(
        isinstance(each, int | float) and not isinstance(each, bool) and math.isfinite(each)
        and abs(each) < 1e11
        for each in said
    )  # fmt: skip
