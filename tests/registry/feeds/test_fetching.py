"""The one fetcher against servers that misbehave, on real sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import BODY_LIMIT, Fetched, Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.refusals import Refusal
from tests.registry.feeds.http_server import body, pieces, serving


@asynccontextmanager
async def camera(answer: bytes, *, then_hang: bool = False) -> AsyncIterator[int]:
    """A server that reads a request, says `answer` and closes, or hangs."""

    speaking: set[asyncio.Task[None] | None] = set()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        speaking.add(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        with contextlib.suppress(ConnectionError):  # the fetcher hung up on what it refused
            if then_hang:
                await reader.read()  # until the fetcher gives up
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.gather(*(task for task in speaking if task))


async def fetch(port: int, *, open_port: int | None = None, deadline: float = 1.0) -> Fetched:
    fetcher = Fetcher(AllowList(loopback_ports={port if open_port is None else open_port}))
    try:
        return await fetcher.fetch(f"http://localhost:{port}/a.jpg", deadline=deadline)
    finally:
        await fetcher.aclose()


def refusal(answer: bytes, *, then_hang: bool = False) -> Refusal:
    async def run() -> Fetched:
        async with camera(answer, then_hang=then_hang) as port:
            return await fetch(port)

    with pytest.raises(Refusal) as caught:
        asyncio.run(run())
    return caught.value


def answer(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def test_a_good_answer_comes_back_whole() -> None:
    async def run() -> Fetched:
        head = "200 OK\r\nLast-Modified: Sun, 22 Nov 2026 10:00:00 GMT"
        async with camera(answer(head, b"x" * 100_000)) as port:
            return await fetch(port)

    assert asyncio.run(run()) == Fetched(b"x" * 100_000, "Sun, 22 Nov 2026 10:00:00 GMT")


def test_a_mute_camera_is_left_at_the_deadline() -> None:
    assert isinstance(refusal(b"", then_hang=True), FeedSilent)


def test_a_stalled_body_is_left_at_the_deadline() -> None:
    stalled = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc"
    assert isinstance(refusal(stalled, then_hang=True), FeedSilent)


def test_an_endless_header_is_cut() -> None:
    endless = b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000
    assert isinstance(refusal(endless, then_hang=True), FeedSilent)


def test_long_headers_are_refused() -> None:
    assert "headers" in refusal(answer("200 OK\r\nX: " + "a" * 20_000)).detail


def test_a_body_too_large_is_refused_before_it_is_read_whole() -> None:
    endless = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + bytes(BODY_LIMIT + 1)
    assert isinstance(refusal(endless, then_hang=True), PictureRefused)


def test_a_compressed_answer_is_refused() -> None:
    assert isinstance(refusal(answer("200 OK\r\nContent-Encoding: gzip", b"x")), PictureRefused)


def test_a_redirect_is_not_followed() -> None:
    moved = answer("302 Found\r\nLocation: http://169.254.169.254/latest/meta-data")
    assert isinstance(refusal(moved), FeedForbidden)


def test_a_wrong_password_is_named() -> None:
    assert "password" in refusal(answer("401 Unauthorized")).detail


def test_what_is_not_http_is_named() -> None:
    assert "HTTP" in refusal(b"SSH-2.0-OpenSSH_9.2\r\n\r\n").detail


def test_a_closed_port_is_named() -> None:
    async def run() -> Fetched:
        async with camera(b"") as port:
            pass
        return await fetch(port)

    with pytest.raises(FeedSilent, match="refused"):
        asyncio.run(run())


def test_an_address_outside_the_camera_networks_is_never_connected_to() -> None:
    async def run() -> Fetched:
        async with camera(answer("200 OK", b"secret")) as port:
            return await fetch(port, open_port=1)

    with pytest.raises(FeedForbidden):
        asyncio.run(run())


UNASKABLE = (
    *("file:///etc/passwd", "http://user:pw@camera/", "ftp://c/", "x", "http://[half/"),
    *(f"http://{'a' * 70}.example/", "http://camera:99999/", "http://camera/\u00e4.jpg"),
)


@pytest.mark.parametrize("url", UNASKABLE)
def test_only_plain_http_addresses_are_fetched(url: str) -> None:
    async def run() -> None:
        await Fetcher(AllowList()).fetch(url)

    with pytest.raises(FeedForbidden):
        asyncio.run(run())


def test_a_camera_that_asks_for_digest_gets_it_and_then_at_once() -> None:
    asked: list[str] = []

    async def speak(writer: asyncio.StreamWriter, request: str) -> None:
        asked.append(request)
        if "Authorization: Digest" in request:
            await body(b"picture")(writer, request)
        else:
            writer.write(
                b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n"
                b'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\n\r\n'
            )

    async def run() -> list[bytes]:
        async with serving({"a.jpg?x=1": speak}) as (base, fetcher):
            url = f"{base}/a.jpg?x=1"
            return [(await fetcher.fetch(url, credential="u:secret")).body for _ in range(3)]

    assert asyncio.run(run()) == [b"picture"] * 3
    assert len(asked) == 4
    assert not any("secret" in request or "Basic" in request for request in asked)
    assert all('uri="/a.jpg?x=1"' in request for request in asked[1:])


def test_a_connection_is_made_only_to_checked_addresses() -> None:
    async def run(allow: AllowList) -> None:
        async with camera(b"") as port:
            _, writer = await Fetcher(allow).connect("localhost", port)
            writer.close()

    with pytest.raises(FeedForbidden):
        asyncio.run(run(AllowList()))


def test_a_stream_longer_than_any_body_is_read_on() -> None:
    async def run() -> int:
        read = 0
        say = pieces("X: y", bytes(1 << 20), then="repeat")
        async with (
            serving({"a": say}) as (base, fetcher),
            fetcher.stream(f"{base}/a") as answer,
        ):
            async for chunk in answer.chunks:
                read += len(chunk)
                if read > 2 * BODY_LIMIT:
                    break
        return read

    assert asyncio.run(run()) > 2 * BODY_LIMIT
