"""Motion JPEG cameras, tidy and untidy, on real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from registry.feeds import fetching
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.feeds.sources.mjpeg import Mjpeg, parts
from registry.feeds.sources.source import Codec
from tests.registry.feeds.http_server import Say, pieces, serving

KIND = "Content-Type: multipart/x-mixed-replace; boundary=frame"
PICTURES = [b"\xff\xd8\xff" + bytes([n]) * 50_000 + b"\xff\xd9" for n in range(3)]


def part(picture: bytes, *, length: bool = True, mark: bytes = b"--frame") -> bytes:
    said = b"Content-Length: %d\r\n" % len(picture) if length else b""
    return mark + b"\r\nContent-Type: image/jpeg\r\n" + said + b"\r\n" + picture + b"\r\n"


def taken(say: Say, count: int = 3) -> list[bytes]:
    async def play() -> list[bytes]:
        pictures: list[bytes] = []
        async with (
            asyncio.timeout(10),
            serving({"m": say}) as (base, fetcher),
            Mjpeg(f"{base}/m").open(fetcher) as stream,
        ):
            assert stream.codec is Codec.JPEG
            async for unit in stream.units():
                assert unit.keyframe
                pictures.append(unit.data)
                if len(pictures) == count:
                    break
        return pictures

    return asyncio.run(play())


@pytest.mark.parametrize("length", [True, False])
@pytest.mark.parametrize("boundary", ["frame", '"frame"', "--frame"])
def test_every_part_is_a_picture(length: bool, boundary: str) -> None:
    head = f"Content-Type: multipart/x-mixed-replace;boundary={boundary}"
    say = pieces(
        head, *[part(each, length=length) for each in PICTURES], b"--frame\r\n", then="hang"
    )
    assert taken(say) == PICTURES


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("length", [True, False])
def test_parts_may_arrive_in_any_pieces(size: int, length: bool) -> None:
    small = [each[:300] for each in PICTURES]
    whole = b"".join(part(each, length=length) for each in small) + b"--frame--"

    async def cut() -> list[bytes]:
        async def chunks() -> AsyncIterator[bytes]:
            for at in range(0, len(whole), size):
                yield whole[at : at + size]

        async with aclosing(parts(chunks(), b"frame")) as found:
            return [each async for each in found]

    assert asyncio.run(cut()) == small


def grabbed(say: Say) -> bytes:
    async def play() -> bytes:
        async with serving({"m": say}) as (base, fetcher), asyncio.timeout(10):
            return (await Mjpeg(f"{base}/m").grab(fetcher)).data

    return asyncio.run(play())


def test_a_grab_takes_the_first_and_hangs_up() -> None:
    assert grabbed(pieces(KIND, *[part(each) for each in PICTURES], then="hang")) == PICTURES[0]


@pytest.mark.parametrize(
    ("head", "piece", "said"),
    [
        (KIND, b"X: " + b"a" * 5000 + b"\r\n", "header"),
        (KIND, part(bytes(100_000), length=False)[:-2].replace(b"--frame", b"--frame", 1), "8 MB"),
    ],
)
def test_what_has_no_end_is_cut(head: str, piece: bytes, said: str) -> None:
    def endless(first: bytes, rest: bytes) -> Say:
        return pieces(head, first, rest, then="repeat")

    say = endless(b"--frame\r\n" + piece, piece if said == "header" else bytes(100_000))
    with pytest.raises(PictureRefused, match=said):
        grabbed(say)


def test_a_part_that_says_it_is_too_large_is_not_read() -> None:
    with pytest.raises(PictureRefused, match="8 MB"):
        grabbed(pieces(KIND, b"--frame\r\nContent-Length: 99999999\r\n\r\n", then="hang"))


@pytest.mark.parametrize("head", ["Content-Type: image/jpeg", "Content-Type: multipart/x", "X: y"])
def test_what_is_no_series_is_refused(head: str) -> None:
    with pytest.raises(PictureRefused):
        grabbed(pieces(head, PICTURES[0], then="hang"))


def test_a_stalled_stream_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", 0.3)
    with pytest.raises(FeedSilent):
        taken(pieces(KIND, part(PICTURES[0]), then="hang"))


def test_an_address_that_is_not_allowed_is_never_connected_to() -> None:
    async def play() -> None:
        async with serving({"m": pieces(KIND, then="hang")}) as (base, _):
            await Mjpeg(f"{base}/m").grab(Fetcher(AllowList()))

    with pytest.raises(FeedForbidden):
        asyncio.run(play())
