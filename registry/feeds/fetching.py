"""The one way out: every picture the centre fetches over HTTP comes through here."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore

from registry.feeds.addresses import AllowList, first_allowed
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused

DEADLINE = 10.0  # seconds for everything: resolve, connect, headers, body
CONNECT_DEADLINE = 5.0
BODY_LIMIT = 8 * 1024 * 1024
HEADER_LIMIT = 16 * 1024


@dataclass(frozen=True)
class Fetched:
    """A body and the headers that matter."""

    body: bytes
    last_modified: str


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
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        address = first_allowed((str(entry[4][0]) for entry in found), port, self._allow)
        return await self._network.connect_tcp(
            address, port, timeout=timeout, local_address=local_address
        )

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class Fetcher:
    """Fetch within limits: checked address, no redirects, no proxy, bounded time and size."""

    def __init__(self, allow: AllowList, *, connections: int = 50) -> None:
        """Keep at most so many connections open at once."""
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=5.0,
            network_backend=_CheckedNetwork(allow),
        )

    async def fetch(self, url: str, *, credential: str = "", deadline: float = DEADLINE) -> Fetched:
        """Fetch one body.

        Raises FeedForbidden for an address outside the camera networks, FeedSilent when nothing
        comes in time, PictureRefused for an answer that is no picture.
        """
        try:
            _http_only(url)
            async with asyncio.timeout(deadline):
                return await self._within_limits(url, credential)
        except (TimeoutError, httpcore.TimeoutException):
            raise FeedSilent(f"no answer within {deadline:.0f} s") from None
        except (ValueError, TypeError, httpcore.UnsupportedProtocol):
            raise FeedForbidden("this is no address that can be asked") from None
        except (httpcore.NetworkError, socket.gaierror, OSError):
            raise FeedSilent("refused the connection") from None
        except httpcore.ProtocolError:
            raise FeedSilent("the answer is not HTTP") from None

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    async def _within_limits(self, url: str, credential: str) -> Fetched:
        async with self._answer(url, credential) as response:
            if sum(len(name) + len(value) + 4 for name, value in response.headers) > HEADER_LIMIT:
                raise PictureRefused("the answer's headers are too long")
            headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            _refuse_status(response.status)
            if headers.get(b"content-encoding", "identity") != "identity":
                raise PictureRefused("the answer is compressed")
            body = bytearray()
            async for chunk in response.aiter_stream():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise PictureRefused(f"larger than {BODY_LIMIT >> 20} MB")
            return Fetched(bytes(body), headers.get(b"last-modified", ""))

    @asynccontextmanager
    async def _answer(self, url: str, credential: str) -> AsyncIterator[httpcore.Response]:
        headers = [(b"User-Agent", b"Sightline"), (b"Accept-Encoding", b"identity")]
        if credential:
            headers.append((b"Authorization", b"Basic " + base64.b64encode(credential.encode())))
        limits = dict.fromkeys(("read", "write", "pool"), DEADLINE) | {"connect": CONNECT_DEADLINE}
        async with self._pool.stream(
            "GET", url, headers=headers, extensions={"timeout": limits}
        ) as response:
            yield response


def _http_only(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FeedForbidden("A snapshot address starts with http:// or https://.")
    if parts.username or parts.password:
        raise FeedForbidden("Credentials belong in their own field, not in the address.")


def _refuse_status(status: int) -> None:
    if status == 200:
        return
    if status in {401, 403}:
        raise FeedSilent("the camera refuses the password")
    if 300 <= status < 400:
        raise FeedForbidden("the camera points elsewhere; redirects are not followed")
    raise FeedSilent(f"the camera answered {status}")
