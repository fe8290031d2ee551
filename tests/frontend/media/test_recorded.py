"""What was recorded, over a WebSocket: as far back as one may look, and for as long as one may."""

import asyncio
import hashlib
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import pytest
from websockets.asyncio.client import ClientConnection, connect

from registry.evidence import storing
from registry.feeds.passes import Pass, Use
from registry.feeds.sources.source import Codec, Unit
from registry.models import Camera, Entry, Feed, Grant, Incident, Item, Recorder, Segment, User
from registry.recordings import writing
from registry.recordings.cutting import Cutter
from tests.frontend.media.conftest import CameraServer, Media, picture, running
from tests.frontend.media.streamer import Streamer, streaming
from tests.frontend.media.test_live import Seen, Words, meanwhile, pieces, read, said, word
from tests.frontend.media.test_watch import Scene, closing, code, entry
from tests.registry.recordings.recorded import record

MINUTE_AGO = 60.0


DISK = "django.core.files.storage.FileSystemStorage"


@pytest.fixture(scope="module")
def streamer() -> Iterator[Streamer]:
    with streaming() as streamer:
        yield streamer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recordings")


@pytest.fixture(scope="module")
def started(django_db_setup: None, streamer: Streamer, folder: Path) -> Iterator[Media]:
    """One process for all tests here: it holds nothing of a test that is over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECORDINGS_DIR", str(folder))
        with running(CameraServer(streamer.port)) as media:
            yield media


@pytest.fixture
def media(committed: None, started: Media, folder: Path, settings: Any) -> Media:
    recordings = {"BACKEND": DISK, "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = settings.STORAGES | {"recordings": recordings}
    return started


@pytest.fixture
def scene(media: Media) -> Scene:
    scene = Scene(CameraServer())
    Grant.objects.update(capabilities=["still", "recorded"])
    for camera in (scene.open, scene.private):
        Recorder.objects.create(camera=camera, days=7, is_on=False)
    return scene


@pytest.fixture
def began(scene: Scene) -> float:
    """Twenty seconds a minute ago, of both cameras."""
    began = round(time.time()) - MINUTE_AGO
    for camera in (scene.open, scene.private):
        record(camera.pk, began, 20)
    return began


def token(scene: Scene, camera: Camera, *, call: bool = True, **claims: Any) -> str:
    given = Pass(
        **{"use": Use.RECORDED, "user": str(scene.user.pk)} | claims,
        cameras=(camera.id,),
        incident=scene.call.id if call else None,
    )
    return given.signed()


def url(media: Media, camera: Camera, plays: str = "h264") -> str:
    return f"ws://127.0.0.1:{media.port}/recorded/{camera.id}?plays={plays}"


async def ask(socket: ClientConnection, **words: Any) -> None:
    await socket.send(json.dumps(words))


def ended(seen: Seen) -> bool:
    return any(words["state"] in ("end", "nothing", "broken") for words in said(seen, "state"))


def watched(scene: Scene, media: Media, camera: Camera, at: float, *, plays: str = "h264") -> Seen:
    """Look from a moment on until the end."""

    async def run() -> Seen:
        async with connect(url(media, camera, plays)) as socket:
            await socket.send(token(scene, camera))
            await ask(socket, play=at)
            seen = await read(socket, until=lambda seen: bool(said(seen, "film")) or ended(seen))
            await ask(socket, shown=1000)
            while not ended(seen):
                seen += await read(
                    socket, until=lambda more: bool(said(more, "film")) or ended(more)
                )
                await ask(socket, shown=1000)
            return seen

    return asyncio.run(run())


def told(scene: Scene, media: Media, camera: Camera, kind: str, **question: Any) -> Words:
    """Ask one thing, and wait for its answer."""

    async def run() -> Words:
        async with connect(url(media, camera)) as socket:
            await socket.send(token(scene, camera))
            await ask(socket, **question)
            return said(await read(socket, until=word(kind)), kind)[0]

    return asyncio.run(run())


def refused(media: Media, camera: Camera, given: str) -> tuple[int, str]:
    """Knock, and say how the door was closed."""

    async def run() -> tuple[int, str]:
        async with connect(url(media, camera)) as socket:
            await socket.send(given)
            end = await closing(socket)
            assert end.rcvd
            return end.rcvd.code, end.rcvd.reason

    return asyncio.run(run())


def frames(film: bytes) -> list[float]:
    """Decode a film; gives when each picture is shown."""
    with av.open(io.BytesIO(film), mode="r", format="mp4") as container:
        return [float(frame.time or 0) for frame in container.decode(video=0)]


def test_what_was_recorded_is_played_from_the_keyframe_before_a_moment(
    scene: Scene, media: Media, began: float
) -> None:
    seen = watched(scene, media, scene.open, began + 3.5)
    assert said(seen, "opened")[0]["minutes"] is None
    [film] = said(seen, "film")
    assert film["mime"].startswith('video/mp4; codecs="avc1.')
    assert [words["state"] for words in said(seen, "state")] == ["connecting", "playing", "end"]
    dated = said(seen, "at")
    assert dated[0] == {"type": "at", "film": 0.0, "taken": began + 3}
    assert [words["film"] for words in dated] == pytest.approx(range(17), abs=0.01)
    assert [words["taken"] for words in dated] == pytest.approx(
        [began + 3 + n for n in range(17)], abs=0.01
    )
    times = frames(b"".join(pieces(seen)))
    assert times == pytest.approx([n / 10 for n in range(170)], abs=0.01)


def test_a_gap_is_named_in_the_spans_and_closed_up_in_the_film(
    scene: Scene, media: Media, began: float
) -> None:
    record(scene.open.pk, began + 30, 4)
    spans = told(scene, media, scene.open, "spans", spans=[began - 100, began + 100])["spans"]
    assert spans == [[began, began + 20], [began + 30, began + 34]]
    seen = watched(scene, media, scene.open, began + 18)
    dated = [(words["film"], words["taken"] - began) for words in said(seen, "at")]
    assert dated == [
        (pytest.approx(film, abs=0.15), pytest.approx(taken, abs=0.05))
        for film, taken in [(0, 18), (1, 19), (2, 30), (3, 31), (4, 32), (5, 33)]
    ]
    assert len(frames(b"".join(pieces(seen)))) == 60


def test_in_a_gap_the_film_begins_where_it_goes_on(
    scene: Scene, media: Media, began: float
) -> None:
    record(scene.open.pk, began + 30, 2)
    seen = watched(scene, media, scene.open, began + 25)
    assert said(seen, "at")[0]["taken"] == began + 30


def test_where_nothing_was_recorded_that_is_said(scene: Scene, media: Media, began: float) -> None:
    seen = watched(scene, media, scene.open, began + 21)
    assert said(seen, "state")[-1]["state"] == "nothing"
    assert not pieces(seen)


def test_no_more_is_sent_than_the_viewer_is_about_to_see(
    scene: Scene, media: Media, began: float
) -> None:
    async def run() -> tuple[Seen, Seen]:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            await ask(socket, play=began)
            first = await read(socket, until=word("at", 13))
            await ask(socket, spans=[began, began + 1])  # what was to come would come before this
            first += await read(socket, until=word("spans"))
            await ask(socket, shown=2)
            return first, await read(socket, until=word("at", 2))

    first, second = asyncio.run(run())
    assert [words["film"] for words in said(first, "at")] == pytest.approx(range(13), abs=0.01)
    assert [words["film"] for words in said(second, "at")] == pytest.approx([13, 14], abs=0.01)


def test_to_seek_begins_a_new_film(scene: Scene, media: Media, began: float) -> None:
    async def run() -> Seen:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            await ask(socket, play=began)
            await read(socket, until=word("at", 3))
            await ask(socket, play=began + 15)
            seen = await read(socket, until=lambda seen: word("film")(seen) and ended(seen))
            return seen[seen.index(said(seen, "film")[-1]) :]

    seen = asyncio.run(run())
    assert said(seen, "at")[0] == {"type": "at", "film": 0.0, "taken": began + 15}
    assert len(frames(b"".join(pieces(seen)))) == 50


def test_another_code_is_another_film(scene: Scene, media: Media, began: float) -> None:
    record(scene.open.pk, began + 20, 2, size=(320, 180))
    seen = watched(scene, media, scene.open, began + 18)
    first, second = said(seen, "film")
    assert (first["width"], second["width"]) == (160, 320)
    at = seen.index(second)
    assert len(frames(b"".join(pieces(seen[:at])))) == 20
    assert len(frames(b"".join(pieces(seen[at:])))) == 20
    assert said(seen[at:], "at")[0]["film"] == 0.0


def test_a_browser_that_plays_no_film_is_sent_jpeg(
    scene: Scene, media: Media, began: float
) -> None:
    async def run() -> Seen:
        async with connect(url(media, scene.open, plays="")) as socket:
            await socket.send(token(scene, scene.open))
            await ask(socket, play=began + 18)
            return await read(socket, until=lambda seen: len(pieces(seen)) >= 3)

    seen = asyncio.run(run())
    assert said(seen, "film")[0]["mime"] == "image/jpeg"
    assert said(seen, "at")[0]["taken"] == began + 18
    assert all(piece.startswith(b"\xff\xd8\xff") for piece in pieces(seen))


def test_a_camera_of_jpegs_is_shown_as_such_in_its_own_time(
    scene: Scene, media: Media, began: float
) -> None:
    cutter = Cutter()
    for n in range(3):
        cutter.take(Codec.JPEG, Unit(picture(n * 80), True, n / 2, began + 30 + n / 2))
    film = cutter.finish()
    assert film
    writing.keep(scene.open.pk, film)

    async def run() -> Seen:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            await ask(socket, play=began + 30)
            return await read(socket, until=lambda seen: len(pieces(seen)) >= 2)

    seen = asyncio.run(run())
    assert said(seen, "film")[0]["mime"] == "image/jpeg"
    assert said(seen, "at")[0]["taken"] == began + 30
    assert all(piece.startswith(b"\xff\xd8\xff") for piece in pieces(seen))


def test_nothing_is_shown_of_before_the_owner_opened_it(
    scene: Scene, media: Media, began: float
) -> None:
    opened = began + 10.3
    Grant.objects.update(valid_from=datetime.fromtimestamp(opened, UTC))
    spans = told(scene, media, scene.private, "spans", spans=[began, began + 100])["spans"]
    assert spans == [[opened, began + 20]]
    seen = watched(scene, media, scene.private, began)
    assert said(seen, "opened")[0]["from"] == opened
    assert said(seen, "at")[0]["taken"] == began + 11  # the first keyframe since
    clip = told_last(scene, media, scene.private, clip=[began + 9, began + 12])
    assert "before" in clip["refused"]


def told_last(scene: Scene, media: Media, camera: Camera, **question: Any) -> Words:
    """Ask for a clip, and give how it ended."""

    def over(seen: Seen) -> bool:
        return any("done" not in words for words in said(seen, "clip"))

    async def run() -> Words:
        async with connect(url(media, camera)) as socket:
            await socket.send(token(scene, camera))
            await ask(socket, **question)
            return said(await read(socket, until=over), "clip")[-1]

    return asyncio.run(run())


@pytest.mark.parametrize("given", ["", "nonsense", "a.b", "{}"])
def test_without_a_pass_the_door_closes_with_4401(scene: Scene, media: Media, given: str) -> None:
    assert refused(media, scene.open, given)[0] == 4401


def test_a_pass_for_live_video_opens_no_recording(scene: Scene, media: Media) -> None:
    assert refused(media, scene.open, token(scene, scene.open, use=Use.LIVE))[0] == 4401


def test_whoever_may_look_live_alone_is_told_so(scene: Scene, media: Media) -> None:
    Grant.objects.update(capabilities=["still", "live"])
    ended, reason = refused(media, scene.private, token(scene, scene.private))
    assert ended == 4403
    assert reason == "its owner has not opened its recordings to your agency"
    assert not Entry.objects.filter(action="recorded_opened").exists()


def test_a_private_camera_without_its_call_is_as_unknown(scene: Scene, media: Media) -> None:
    assert refused(media, scene.private, token(scene, scene.private, call=False))[0] == 4404


def test_what_nothing_records_is_said(scene: Scene, media: Media) -> None:
    Recorder.objects.all().delete()
    assert refused(media, scene.open, token(scene, scene.open)) == (
        4403,
        "Nothing records this camera.",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda: Incident.registry.update(state="closed", closed_at=datetime.now(UTC)),
        lambda: Grant.objects.update(capabilities=["still", "live"]),
        lambda: User.objects.update(is_active=False),
    ],
)
def test_what_is_withdrawn_is_cut_within_two_seconds_and_the_row_says_what_was_seen(
    scene: Scene, media: Media, began: float, change: Callable[[], object]
) -> None:
    async def run() -> tuple[int, float]:
        async with connect(url(media, scene.private)) as socket:
            await socket.send(token(scene, scene.private, request_id="r-79"))
            await ask(socket, play=began + 5)
            await read(socket, until=word("at", 12))
            cut = time.monotonic()
            await asyncio.to_thread(meanwhile(change))
            return code(await closing(socket)), time.monotonic() - cut

    ended, seconds = asyncio.run(run())
    assert ended == 4410
    assert seconds < 2.0  # the promise made to owners, not a benchmark
    closed = entry("recorded_closed")
    assert closed.subject_id == str(scene.private.id)
    assert closed.request_id == entry("recorded_opened").request_id == "r-79"
    assert closed.detail["why"] not in ("", "left")
    [[first, last]] = closed.detail["looked"]
    assert first == began + 5
    assert last >= began + 16


def test_a_pass_that_runs_out_closes_with_4408_unless_renewed(
    scene: Scene, media: Media, began: float
) -> None:
    async def run() -> int:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open, expires_at=int(time.time()) + 4))
            await socket.send(token(scene, scene.open, expires_at=int(time.time()) + 6))
            await read(socket, until=word("renewed"))
            return code(await closing(socket))

    assert asyncio.run(run()) == 4408


def test_a_clip_is_kept_with_its_hash_and_what_it_shows(
    scene: Scene, media: Media, began: float
) -> None:
    kept = told_last(scene, media, scene.open, clip=[began + 3.5, began + 13.2])
    clip = Item.registry.get()
    assert kept["sha256"] == clip.sha256
    assert (kept["id"], kept["size"]) == (str(clip.pk), clip.size)
    assert clip.incident_id == scene.call.pk
    assert clip.begins_at
    assert clip.ends_at
    assert clip.begins_at.timestamp() == pytest.approx(began + 3.5)
    assert clip.ends_at.timestamp() == pytest.approx(began + 13.2)
    with storing.open_stored(clip.stored) as kept_file:
        data = kept_file.read()
    assert hashlib.sha256(data).hexdigest() == clip.sha256
    assert len(data) == clip.size
    assert len(frames(data)) == 102  # from the keyframe at 3.0 s to before 13.2 s
    told = entry("clip_kept")
    assert told.detail["sha256"] == clip.sha256
    assert told.incident_id == scene.call.pk


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (5, 4, "ends after"),
        (0, 1801, "at most 30 minutes"),
        (25, 28, "in point"),
        (5, 28, "out point"),
    ],
)
def test_what_is_no_clip_is_refused_in_words(
    scene: Scene, media: Media, began: float, begin: float, end: float, words: str
) -> None:
    answer = told_last(scene, media, scene.open, clip=[began + begin, began + end])
    assert words in answer["refused"]
    assert not Item.registry.exists()


def test_without_a_call_no_clip_is_kept(scene: Scene, media: Media, began: float) -> None:
    async def run() -> Seen:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open, call=False))
            await ask(socket, clip=[began, began + 5])
            return await read(socket, until=word("clip", 2))

    assert "call" in said(asyncio.run(run()), "clip")[-1]["refused"]


def test_what_is_not_understood_is_left(scene: Scene, media: Media, began: float) -> None:
    async def run() -> Seen:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            for words in (
                {"play": "x"}, {"play": 1e300}, {"play": True}, {"spans": [1]}, {"clip": [1, None]},
                {"shown": 3}, {"pause": True}, {"no": "such"}, {},
            ):  # fmt: skip
                await ask(socket, **words)
            await ask(socket, spans=[began, began + 1])
            return await read(socket, until=word("spans"))

    assert [words["type"] for words in asyncio.run(run()) if isinstance(words, dict)] == [
        "opened",
        "spans",
    ]


def test_a_camera_that_is_switched_on_is_recorded_and_its_recording_plays(
    scene: Scene, media: Media, streamer: Streamer
) -> None:
    Feed.objects.filter(camera=scene.open).update(source="rtsp", url=streamer.url("1"))
    began = time.time()
    Recorder.objects.filter(camera=scene.open).update(is_on=True)
    until(lambda: Recorder.objects.get(pk=scene.open.pk).state == "recording")
    until(lambda: time.time() > began + 3)
    Recorder.objects.filter(camera=scene.open).update(is_on=False)
    until(lambda: Segment.objects.filter(camera=scene.open).exists())
    segment = Segment.objects.get()
    assert began - 1 < segment.begins_at.timestamp() < segment.ends_at.timestamp() < time.time() + 1
    seen = watched(scene, media, scene.open, segment.begins_at.timestamp())
    assert len(frames(b"".join(pieces(seen)))) > 25


def until(true: Callable[[], bool]) -> None:
    """Wait for it."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
