"""One stream for all viewers: opened by the first, closed after the last, begun at a keyframe."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import av
import pytest
from PIL import Image

from registry.feeds import streaming, viewers
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.film import Piece, Start
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Source, Unit
from registry.feeds.streaming import Hub
from registry.feeds.viewers import JPEG, Message, Told, Viewer
from tests.registry.feeds.filmed import Projector, film

pytestmark = pytest.mark.anyio
CAMERA = uuid4()
FILM = frozenset({Codec.H264})
NOTHING: frozenset[Codec] = frozenset()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@asynccontextmanager
async def hub_of(projector: Projector) -> AsyncIterator[Hub]:
    async def find(camera: UUID) -> Source:
        return projector

    fetcher = Fetcher(AllowList())
    hub = Hub(find, fetcher)
    try:
        yield hub
    finally:
        await hub.aclose()
        await fetcher.aclose()


async def read(viewer: Viewer, *, until: Callable[[list[Message]], bool]) -> list[Message]:
    """Read until enough has come."""
    seen: list[Message] = []
    async with asyncio.timeout(15):
        while not until(seen):
            seen.append(await viewer.next())
    return seen


def pieces(messages: list[Message]) -> list[Piece]:
    return [each for each in messages if isinstance(each, Piece)]


def count(wanted: int) -> Callable[[list[Message]], bool]:
    return lambda messages: len(pieces(messages)) >= wanted


def shown(messages: list[Message]) -> int:
    """Count what FFmpeg decodes of a film."""
    data = b"".join(each.data for each in messages if isinstance(each, Start | Piece))
    with av.open(io.BytesIO(data), mode="r", format="mp4") as container:
        return len(list(container.decode(video=0)))


async def eventually(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def test_a_hundred_viewers_are_one_stream() -> None:
    projector = Projector()
    async with hub_of(projector) as hub:
        everybody = [Viewer(FILM) for _ in range(100)]
        for viewer in everybody:
            hub.join(CAMERA, viewer)
        projector.show(film(pictures=5))
        for viewer in everybody:
            assert shown(await read(viewer, until=count(5))) == 5
        assert projector.opened == 1


async def test_who_comes_later_begins_at_the_newest_keyframe_at_once() -> None:
    projector = Projector()
    async with hub_of(projector) as hub:
        first, later = Viewer(FILM), Viewer(FILM)
        hub.join(CAMERA, first)
        projector.show(film(pictures=17, every=10))
        await read(first, until=count(17))
        hub.join(CAMERA, later)
        messages = await read(later, until=count(7))  # nothing was shown since
        assert messages[0] == Told("showing")
        assert shown(messages) == 7


async def test_the_stream_is_closed_when_the_last_has_left_and_not_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streaming, "LINGER", 0.2)
    projector = Projector()
    async with hub_of(projector) as hub:
        viewer = Viewer(FILM)
        hub.join(CAMERA, viewer)
        await eventually(lambda: projector.open_now == 1)
        hub.leave(CAMERA, viewer)
        hub.join(CAMERA, viewer)
        hub.leave(CAMERA, viewer)
        assert projector.open_now == 1
        await eventually(lambda: projector.open_now == 0)
        hub.join(CAMERA, viewer)
        await eventually(lambda: projector.open_now == 1)
        assert projector.opened == 2


async def test_a_slow_viewer_goes_on_at_the_next_keyframe_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(viewers, "BEHIND", 0.05)
    projector = Projector()
    units = film(pictures=60, every=20)
    async with hub_of(projector) as hub:
        quick, slow = Viewer(FILM), Viewer(FILM)
        hub.join(CAMERA, quick)
        hub.join(CAMERA, slow)
        projector.show(units[:25])
        await read(quick, until=count(25))
        await asyncio.sleep(0.1)
        projector.show(units[25:])
        await read(quick, until=count(35))
        messages = await read(slow, until=count(20))
        assert [piece.keyframe for piece in pieces(messages)] == [True] + [False] * 19
        assert shown(messages) == 20


async def test_a_camera_that_went_comes_back_later_in_the_same_film_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streaming, "LONGEST_REST", 0.05)
    projector = Projector()
    async with hub_of(projector) as hub:
        viewer = Viewer(FILM)
        hub.join(CAMERA, viewer)
        projector.show(film(pictures=5))
        projector.feed.put_nowait(None)
        projector.show(film(pictures=5))
        messages = await read(viewer, until=count(10))
    assert [each for each in messages if isinstance(each, Told)] == [
        Told("connecting"),
        Told("showing"),
        Told("no_picture", "the camera ended the stream"),
        Told("showing"),
    ]
    assert projector.opened == 2
    assert shown(messages) == 10


async def test_a_stream_without_a_keyframe_is_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "NO_KEYFRAME", 0.1)
    projector = Projector()
    async with hub_of(projector) as hub:
        viewer = Viewer(FILM)
        hub.join(CAMERA, viewer)
        projector.show(film(pictures=20, every=20)[1:])
        told = await read(viewer, until=lambda seen: len(seen) == 2)
        assert told == [Told("connecting"), Told("no_picture", "it sends no keyframe")]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
async def test_a_browser_that_cannot_play_it_is_sent_jpeg_of_our_own_making(codec: Codec) -> None:
    projector = Projector(codec)
    async with hub_of(projector) as hub:
        viewer = Viewer(NOTHING)
        hub.join(CAMERA, viewer)
        projector.show(film(codec, pictures=50, every=25))
        messages = await read(viewer, until=count(5))
    assert Start(JPEG, b"", 0, 0) in messages
    for piece in pieces(messages):
        with Image.open(io.BytesIO(piece.data)) as image:
            assert (image.format, image.size) == ("JPEG", (320, 180))


async def test_jpeg_is_sent_five_times_a_second_and_no_oftener() -> None:
    projector = Projector(Codec.H265)
    async with hub_of(projector) as hub:
        viewer = Viewer(NOTHING)
        hub.join(CAMERA, viewer)
        projector.show(film(Codec.H265, pictures=50, every=50))
        messages = await read(viewer, until=count(10))
        light = [
            Image.open(io.BytesIO(piece.data)).convert("L").getpixel((9, 9))
            for piece in pieces(messages)
        ]
    every_fifth = [(20 + n * 7 % 210 - 16) * 255 / 219 for n in range(0, 50, 5)]
    assert light == pytest.approx(every_fifth, abs=6)


async def test_a_still_is_the_newest_picture_at_full_size() -> None:
    projector = Projector()
    async with hub_of(projector) as hub:
        viewer = Viewer(FILM)
        hub.join(CAMERA, viewer)
        with pytest.raises(PictureRefused):
            await hub.still(CAMERA)
        units = film(pictures=15, every=10, size=(640, 360))
        projector.show(units)
        await read(viewer, until=count(15))
        taken = await hub.still(CAMERA)
    assert taken.captured_at == units[-1].arrived_at
    with Image.open(io.BytesIO(taken.jpeg)) as image:
        assert image.size == (640, 360)
        shade = image.convert("L").getpixel((9, 9))
    assert abs(int(shade) - (20 + 14 * 7 - 16) * 255 / 219) < 6  # type: ignore[arg-type]


async def test_hostile_bytes_break_the_child_and_nobody_else() -> None:
    projector = Projector()
    async with hub_of(projector) as hub:
        viewer = Viewer(NOTHING)
        hub.join(CAMERA, viewer)
        projector.show([Unit(b"\0\0\0\1\x65" + b"\xff" * 500, True, 0.0, 0.0)])
        projector.show(film(pictures=20))
        assert pieces(await read(viewer, until=count(1)))
