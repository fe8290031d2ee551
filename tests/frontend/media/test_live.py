"""Live video over a WebSocket: to whom it is open, for as long as it is, and never unsaid."""

import asyncio
import io
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import av
import pytest
from django.db import connection
from websockets.asyncio.client import ClientConnection, connect

from registry.feeds.passes import Pass, Use
from registry.models import Camera, Entry, Feed, Grant, Incident, Item, LiveView, User
from tests.frontend.media.conftest import CameraServer, Media
from tests.frontend.media.streamer import Streamer
from tests.frontend.media.test_watch import Scene, closing, code, entry

Words = dict[str, Any]
Seen = list[Words | bytes]


@pytest.fixture
def scene(streamer: Streamer, media: Media, cameras: CameraServer) -> Scene:
    scene = Scene(cameras)
    for feed in Feed.objects.all():
        Feed.objects.filter(pk=feed.pk).update(
            source="rtsp", url=streamer.url(str(feed.camera.number))
        )
    return scene


def token(scene: Scene, camera: Camera, *, call: bool = True, **claims: Any) -> str:
    given = Pass(
        **{"use": Use.LIVE, "user": str(scene.user.pk)} | claims,
        cameras=(camera.id,),
        incident=scene.call.id if call else None,
    )
    return given.signed()


def url(media: Media, camera: Camera, plays: str = "h264") -> str:
    return f"ws://127.0.0.1:{media.port}/live/{camera.id}?plays={plays}"


async def read(socket: ClientConnection, *, until: Callable[[Seen], bool]) -> Seen:
    """Read until enough has come."""
    seen: Seen = []
    async with asyncio.timeout(60):
        while not until(seen):
            message = await socket.recv()
            seen.append(message if isinstance(message, bytes) else json.loads(message))
    return seen


def pieces(seen: Seen) -> list[bytes]:
    return [each for each in seen if isinstance(each, bytes)]


def said(seen: Seen, kind: str) -> list[Words]:
    return [each for each in seen if not isinstance(each, bytes) and each["type"] == kind]


def pictures(count: int) -> Callable[[Seen], bool]:
    return lambda seen: len(pieces(seen)) >= count


def word(kind: str, count: int = 1) -> Callable[[Seen], bool]:
    return lambda seen: len(said(seen, kind)) >= count


def meanwhile(change: Callable[[], object]) -> Callable[[], None]:
    """Change something on a thread's own connection."""

    def run() -> None:
        change()
        connection.close()

    return run


def test_a_film_comes_that_can_be_played(scene: Scene, media: Media) -> None:
    async def run() -> Seen:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            return await read(socket, until=pictures(30))

    seen = asyncio.run(run())
    [film] = said(seen, "film")
    assert film["mime"].startswith('video/mp4; codecs="avc1.')
    assert (film["width"], film["height"]) == (480, 270)
    states = [words["state"] for words in said(seen, "state")]
    assert states == ["connecting", "showing"]
    with av.open(io.BytesIO(b"".join(pieces(seen))), mode="r", format="mp4") as container:
        assert len(list(container.decode(video=0))) == 29


def test_a_browser_that_plays_no_film_is_sent_jpeg(scene: Scene, media: Media) -> None:
    async def run() -> Seen:
        async with connect(url(media, scene.open, plays="")) as socket:
            await socket.send(token(scene, scene.open))
            return await read(socket, until=pictures(3))

    seen = asyncio.run(run())
    assert said(seen, "film")[0]["mime"] == "image/jpeg"
    assert all(piece.startswith(b"\xff\xd8\xff") for piece in pieces(seen))


def test_two_who_look_are_one_stream_and_know_of_each_other(
    scene: Scene, media: Media, streamer: Streamer
) -> None:
    other = User.objects.create(username="olga", role="officer", agency=scene.agency)
    scene.call.assigned.add(other)

    async def run() -> tuple[Seen, Seen]:
        async with connect(url(media, scene.open)) as one, connect(url(media, scene.open)) as two:
            await one.send(token(scene, scene.open))
            await read(one, until=pictures(5))
            await two.send(token(scene, scene.open, user=str(other.pk)))
            return (
                await read(one, until=word("also")),
                await read(two, until=lambda seen: word("also")(seen) and pictures(5)(seen)),
            )

    first, second = asyncio.run(run())
    assert said(first, "also")[-1]["also"] == [{"name": "olga", "call": "1"}]
    assert said(second, "also")[-1]["also"] == [{"name": "dana", "call": "1"}]
    assert streamer.played == {"1": 1}


@pytest.mark.parametrize("given", ["", "nonsense", "a.b"])
def test_without_a_pass_the_door_closes_with_4401(scene: Scene, media: Media, given: str) -> None:
    async def run() -> int:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(given)
            return code(await closing(socket))

    assert asyncio.run(run()) == 4401


def test_a_pass_of_another_use_or_camera_opens_nothing(scene: Scene, media: Media) -> None:
    async def run(given: str) -> int:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(given)
            return code(await closing(socket))

    assert asyncio.run(run(token(scene, scene.open, use=Use.WATCH))) == 4401
    assert asyncio.run(run(token(scene, scene.private))) == 4404


def test_a_private_camera_without_its_call_is_as_unknown(scene: Scene, media: Media) -> None:
    async def run() -> int:
        async with connect(url(media, scene.private)) as socket:
            await socket.send(token(scene, scene.private, call=False))
            return code(await closing(socket))

    assert asyncio.run(run()) == 4404
    assert not Entry.objects.filter(action="live_opened").exists()


def test_a_refusal_names_the_condition_that_is_not_met(scene: Scene, media: Media) -> None:
    Grant.objects.update(condition="panic")

    async def run() -> tuple[int, str]:
        async with connect(url(media, scene.private)) as socket:
            await socket.send(token(scene, scene.private))
            end = await closing(socket)
            assert end.rcvd
            return end.rcvd.code, end.rcvd.reason

    refused, reason = asyncio.run(run())
    assert refused == 4403
    assert "panic" in reason


def test_stills_alone_open_no_live_video(scene: Scene, media: Media) -> None:
    Grant.objects.update(capabilities=["still"])

    async def run() -> int:
        async with connect(url(media, scene.private)) as socket:
            await socket.send(token(scene, scene.private))
            return code(await closing(socket))

    assert asyncio.run(run()) == 4403


@pytest.mark.parametrize("camera", ["open", "private"])
def test_closing_the_call_cuts_within_two_seconds(scene: Scene, media: Media, camera: str) -> None:
    async def run() -> tuple[int, float]:
        looked = getattr(scene, camera)
        async with connect(url(media, looked)) as socket:
            await socket.send(token(scene, looked))
            await read(socket, until=pictures(5))
            began = time.monotonic()
            await asyncio.to_thread(
                meanwhile(lambda: Incident.registry.update(state="closed", closed_at=now()))
            )
            return code(await closing(socket)), time.monotonic() - began

    ended, seconds = asyncio.run(run())
    assert ended == 4410
    assert seconds < 2.0  # the promise made to owners, not a benchmark


@pytest.mark.parametrize(
    "change",
    [
        lambda: Grant.objects.all().delete(),
        lambda: Grant.objects.update(condition="panic"),
        lambda: Grant.objects.update(capabilities=["still"]),
        lambda: User.objects.update(is_active=False),
    ],
)
def test_what_is_withdrawn_is_cut_within_two_seconds_and_named_in_the_closing_row(
    scene: Scene, media: Media, change: Callable[[], object]
) -> None:
    async def run() -> tuple[int, float]:
        async with connect(url(media, scene.private)) as socket:
            await socket.send(token(scene, scene.private))
            await read(socket, until=pictures(5))
            began = time.monotonic()
            await asyncio.to_thread(meanwhile(change))
            return code(await closing(socket)), time.monotonic() - began

    ended, seconds = asyncio.run(run())
    assert ended == 4410
    assert seconds < 2.0
    closed = entry("live_closed")
    assert closed.actor_id == str(scene.user.uid)
    assert closed.subject_id == str(scene.private.id)
    assert closed.detail["why"] not in ("", "left")


def test_a_pass_that_runs_out_closes_with_4408_unless_renewed(scene: Scene, media: Media) -> None:
    async def run() -> int:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open, expires_at=int(time.time()) + 2))
            await socket.send(token(scene, scene.open, expires_at=int(time.time()) + 4))
            await read(socket, until=word("renewed"))
            began = time.monotonic()
            ended = code(await closing(socket))
            assert time.monotonic() - began > 2
            return ended

    assert asyncio.run(run()) == 4408


def test_a_fifth_camera_is_refused_in_words(scene: Scene, media: Media) -> None:
    for _ in range(4):
        extra = Camera.registry.create(
            number=100 + LiveView.objects.count(), name="extra", kind="traffic", level=0,
            owner=scene.open.owner, position=scene.open.position,
            surveyed_position=scene.open.position,
        )  # fmt: skip
        LiveView.objects.create(
            camera=extra, user=scene.user, until=datetime.now(UTC) + timedelta(minutes=1)
        )

    async def run() -> tuple[int, str]:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            end = await closing(socket)
            assert end.rcvd
            return end.rcvd.code, end.rcvd.reason

    refused, reason = asyncio.run(run())
    assert refused == 4403
    assert "Four" in reason


def test_the_owners_minutes_end_with_a_warning_and_are_asked_for_anew(
    scene: Scene, media: Media
) -> None:
    Grant.objects.update(max_session_min=1)

    async def run() -> Seen:
        async with connect(url(media, scene.private)) as socket:
            await socket.send(token(scene, scene.private))
            warned = await read(socket, until=word("ending"))
            await socket.send("keep")
            return warned + await read(socket, until=word("kept"))

    seen = asyncio.run(run())
    assert said(seen, "opened") == [{"type": "opened", "minutes": 1}]
    assert 55 < said(seen, "ending")[0]["seconds"] <= 60
    assert said(seen, "kept") == [{"type": "kept", "minutes": 5}]
    asked = entry("live_extended")
    assert asked.detail["minutes"] == 5
    assert asked.basis == f"grant {scene.grant.pk}"


def test_every_look_has_an_opening_and_a_closing_row(scene: Scene, media: Media) -> None:
    async def run() -> None:
        async with connect(url(media, scene.private)) as socket:
            await socket.send(token(scene, scene.private, request_id="r-78"))
            await read(socket, until=pictures(10))
            assert await asyncio.to_thread(opened)

    def opened() -> bool:
        found = Entry.objects.filter(action="live_opened", subject_id=scene.private.id).exists()
        connection.close()
        return found

    asyncio.run(run())
    closed = entry("live_closed")
    assert closed.request_id == "r-78"
    assert closed.incident_id == scene.call.id
    assert closed.detail["why"] == "left"
    assert closed.detail["seconds"] > 0
    assert LiveView.objects.get().closed_at is not None


def test_a_still_is_kept_with_its_hash_and_written_down(scene: Scene, media: Media) -> None:
    async def run() -> Words:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            await read(socket, until=pictures(10))
            await socket.send("still")
            return said(await read(socket, until=word("still")), "still")[0]

    told = asyncio.run(run())
    still = Item.registry.get()
    kept = entry("still_kept")
    assert told["sha256"] == still.sha256 == kept.detail["sha256"]
    assert still.incident_id == kept.incident_id == scene.call.id
    assert still.begins_at
    assert abs(still.begins_at.timestamp() - time.time()) < 10


def test_a_camera_that_says_nothing_is_told_of_and_not_hidden(
    scene: Scene, media: Media, streamer: Streamer
) -> None:
    Feed.objects.update(url="rtsp://127.0.0.1:9/nothing")

    async def run() -> Seen:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            return await read(socket, until=word("state", 2))

    assert said(asyncio.run(run()), "state")[1]["state"] == "no_picture"


def test_the_stream_is_closed_once_nobody_looks(
    scene: Scene, media: Media, streamer: Streamer
) -> None:
    async def run() -> None:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            await read(socket, until=pictures(5))
            assert streamer.playing == {"1": 1}

    asyncio.run(run())
    deadline = time.monotonic() + 10
    while streamer.playing != {"1": 0}:
        assert time.monotonic() < deadline


def now() -> datetime:
    return datetime.now(UTC)
