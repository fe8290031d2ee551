"""The one way out: every connection to a camera is made here, and every datagram taken in."""

import asyncio
import socket
from asyncio import StreamWriter as Writer
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import IO
from urllib.parse import urlsplit

import httpcore

from registry.feeds.addresses import AllowList, first_allowed
from registry.feeds.authentication import Login
from registry.feeds.datagrams import LOWEST_PORT, Inbox, Ports
from registry.feeds.refusals import FeedForbidden, FeedSilent, NothingThere, PictureRefused
from registry.feeds.sources.srt.links import Call, Links

DEADLINE = 10.0  # seconds for everything: resolve, connect, headers, body
CONNECT_DEADLINE = 5.0
BODY_LIMIT = 8 * 1024 * 1024
REPLY_LIMIT = 256 * 1024
RECORDING_LIMIT = 128 * 1024 * 1024  # half a minute at 34 Mb/s
RECORDING_DEADLINE = 60.0  # seconds for all of a recording; its first bytes, and any, as the rest
HEADER_LIMIT = 16 * 1024
READ_BUFFER = 256 * 1024
TIMEOUTS = {
    "timeout": dict.fromkeys(("read", "write", "pool"), DEADLINE) | {"connect": CONNECT_DEADLINE}
}


@dataclass(frozen=True)
class Fetched:
    """A body and the headers that matter."""

    body: bytes
    last_modified: str


@dataclass(frozen=True)
class Answer:
    """An HTTP answer that is still coming."""

    content_type: str
    last_modified: str
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True)
class Sent:
    """What is sent, and which statuses are an answer to it."""

    method: str = "GET"
    body: bytes | None = None
    kind: str = ""
    statuses: frozenset[int] = frozenset({200})


GET = Sent()


class _CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connect to an address that was checked, not to a name that may resolve anew."""

    def __init__(self, allow: AllowList) -> None:
        self._allow = allow
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        address = await resolve(host, port, self._allow)
        return await self._network.connect_tcp(
            address, port, timeout=timeout, local_address=local_address
        )

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class Fetcher:
    """Fetch within limits: checked address, no redirects, no proxy, bounded time and size."""

    def __init__(self, allow: AllowList, *, connections: int = 50) -> None:
        """Keep at most so many HTTP connections open for single answers."""
        network = _CheckedNetwork(allow)
        self._allow = allow
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=5.0,
            network_backend=network,
        )
        # where a camera leads us is no camera of the operator's: only what is public
        self._led = httpcore.AsyncConnectionPool(
            max_connections=connections, network_backend=_CheckedNetwork(AllowList())
        )
        # streams stay open for hours: they must not use up what single answers need
        self._streams = httpcore.AsyncConnectionPool(
            max_connections=None, max_keepalive_connections=0, network_backend=network
        )
        self._logins: dict[tuple[str, str], Login] = {}
        self._ports = Ports(allow)
        self._links = Links()

    async def fetch(
        self, url: str, *, credential: str = "", deadline: float = DEADLINE, led: bool = False
    ) -> Fetched:
        """Fetch one body. led: a camera named the address, and no operator.

        Raises FeedForbidden for an address outside the camera networks, FeedSilent when nothing
        comes in time, PictureRefused for an answer that is no picture.
        """
        async with (
            _in_our_words(deadline),
            asyncio.timeout(deadline),
            self._asked(self._led if led else self._pool, url, credential) as answer,
        ):
            return Fetched(await _whole(answer, BODY_LIMIT), answer.last_modified)

    async def post(
        self, url: str, body: bytes, *, kind: str, credential: str = "", deadline: float = DEADLINE
    ) -> bytes:
        """Send one body of a kind (its Content-Type) and give the reply, also one of a fault.

        Raises as fetch does.
        """
        sent = Sent("POST", body, kind, frozenset({200, 400, 500}))
        async with (
            _in_our_words(deadline),
            asyncio.timeout(deadline),
            self._asked(self._pool, url, credential, sent) as answer,
        ):
            return await _whole(answer, REPLY_LIMIT)

    async def spool(self, url: str, into: IO[bytes], *, credential: str = "") -> int:
        """Write a recording down as it comes, within limits of its own; gives its length.

        Raises as fetch does, NothingThere where there is none.
        """
        length = 0
        async with (
            _in_our_words(RECORDING_DEADLINE),
            asyncio.timeout(RECORDING_DEADLINE),
            self.stream(url, credential=credential) as answer,
        ):
            async for chunk in answer.chunks:
                length += len(chunk)
                if length > RECORDING_LIMIT:
                    raise PictureRefused(f"larger than {RECORDING_LIMIT >> 20} MB")
                into.write(chunk)
        return length

    @asynccontextmanager
    async def stream(self, url: str, *, credential: str = "") -> AsyncIterator[Answer]:
        """Hold an answer open that has no end; what reads it bounds what it keeps.

        Raises as fetch does; a chunk that does not come in time raises FeedSilent.
        """
        async with _in_our_words(DEADLINE), AsyncExitStack() as stack:
            async with asyncio.timeout(DEADLINE):
                answer = await stack.enter_async_context(
                    self._asked(self._streams, url, credential)
                )
            yield replace(answer, chunks=_timed(answer.chunks))

    async def connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, Writer]:
        """Open a TCP connection to a checked address. Raises FeedForbidden or FeedSilent."""
        async with _in_our_words(CONNECT_DEADLINE), asyncio.timeout(CONNECT_DEADLINE):
            address = await resolve(host, port, self._allow)
            return await asyncio.open_connection(address, port, limit=READ_BUFFER)

    @asynccontextmanager
    async def listen(self, host: str, port: int) -> AsyncIterator[Inbox]:
        """Take the datagrams one sender or multicast group sends to a port of ours.

        Who listens to the same is given the same. Raises FeedForbidden or FeedSilent.
        """
        async with _in_our_words(CONNECT_DEADLINE), asyncio.timeout(CONNECT_DEADLINE):
            address = (await _found(host, port))[0]
        async with self._ports.listen(address, port) as inbox:
            yield inbox

    @asynccontextmanager
    async def receive(
        self, host: str, port: int, *, listens: bool, stream: str = "", passphrase: str = ""
    ) -> AsyncIterator[Inbox]:
        """Take what one SRT sender sends: we call it, or it calls a port of ours.

        Who receives the same is given the same. Raises FeedForbidden or FeedSilent.
        """
        if listens and port < LOWEST_PORT:
            raise FeedForbidden(f"The centre listens on no port below {LOWEST_PORT}.")
        async with _in_our_words(CONNECT_DEADLINE), asyncio.timeout(CONNECT_DEADLINE):
            address = await resolve(host, port, self._allow)
        async with self._links.join(Call(address, port, listens, stream, passphrase)) as inbox:
            yield inbox

    def pair(self, sender: str) -> AbstractAsyncContextManager[tuple[int, Inbox]]:
        """Take the datagrams one connected camera sends to an even port and the next."""
        return self._ports.pair(sender)

    async def aclose(self) -> None:
        """Close every HTTP connection and SRT link."""
        await self._links.aclose()
        await self._pool.aclose()
        await self._led.aclose()
        await self._streams.aclose()

    @asynccontextmanager
    async def _asked(
        self, pool: httpcore.AsyncConnectionPool, url: str, credential: str, sent: Sent = GET
    ) -> AsyncIterator[Answer]:
        """Ask, and once more with the password when the camera wants it."""
        host, target = _http_only(url)
        login = Login("")
        if credential:
            login = self._logins.setdefault((host, credential), Login(credential))
        for attempt in range(2):
            headers = [(b"User-Agent", b"Sightline"), (b"Accept-Encoding", b"identity")]
            if sent.kind:
                headers.append((b"Content-Type", sent.kind.encode()))
            if authorization := login.header(sent.method, target):
                headers.append((b"Authorization", authorization.encode()))
            async with pool.stream(
                sent.method, url, headers=headers, content=sent.body, extensions=TIMEOUTS
            ) as response:
                if response.status == 401 and attempt == 0 and login.take(_challenges(response)):
                    continue
                yield _checked(response, sent.statuses)
                return


async def resolve(host: str, port: int, allow: AllowList) -> str:
    """Give the one address to connect to. Raises FeedForbidden, or OSError for an unknown name."""
    return first_allowed(await _found(host, port), port, allow)


async def _found(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@asynccontextmanager
async def _in_our_words(deadline: float) -> AsyncIterator[None]:
    """Say what the network did in the words of the map."""
    try:
        yield
    except (TimeoutError, httpcore.TimeoutException):
        raise FeedSilent(f"no answer within {deadline:.0f} s") from None
    except (ValueError, TypeError, httpcore.UnsupportedProtocol):
        raise FeedForbidden("this is no address that can be asked") from None
    except (httpcore.NetworkError, OSError):
        raise FeedSilent("refused the connection") from None
    except httpcore.ProtocolError:
        raise FeedSilent("the answer is not HTTP") from None


async def _timed(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Give up on the first chunk that does not come."""
    while True:
        async with _in_our_words(DEADLINE), asyncio.timeout(DEADLINE):
            try:
                chunk = await anext(chunks)
            except StopAsyncIteration:
                return
        yield chunk


def _challenges(response: httpcore.Response) -> list[str]:
    return [
        value.decode("latin-1")
        for name, value in response.headers
        if name.lower() == b"www-authenticate"
    ]


async def _whole(answer: Answer, limit: int) -> bytes:
    body = bytearray()
    async for chunk in answer.chunks:
        body += chunk
        if len(body) > limit:
            raise PictureRefused(f"larger than {limit >> 10} kB")
    return bytes(body)


def _checked(response: httpcore.Response, statuses: frozenset[int]) -> Answer:
    """Refuse an answer by its status and headers, before its body is read."""
    if sum(len(name) + len(value) + 4 for name, value in response.headers) > HEADER_LIMIT:
        raise PictureRefused("the answer's headers are too long")
    headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
    if response.status not in statuses:
        _refuse_status(response.status)
    if headers.get(b"content-encoding", "identity") != "identity":
        raise PictureRefused("the answer is compressed")
    return Answer(
        headers.get(b"content-type", ""),
        headers.get(b"last-modified", ""),
        aiter(response.aiter_stream()),
    )


def _http_only(url: str) -> tuple[str, str]:
    """Refuse what is no plain HTTP address; gives host and port, and what to ask for there."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FeedForbidden("A snapshot address starts with http:// or https://.")
    if parts.username or parts.password:
        raise FeedForbidden("Credentials belong in their own field, not in the address.")
    return parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _refuse_status(status: int) -> None:
    if status in {401, 403}:
        raise FeedSilent("the camera refuses the password")
    if 300 <= status < 400:
        raise FeedForbidden("the camera points elsewhere; redirects are not followed")
    if status == 404:
        raise NothingThere(f"the camera answered {status}")
    raise FeedSilent(f"the camera answered {status}")
