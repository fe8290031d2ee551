"""Datagrams in: only from addresses the centre may fetch from, and never more than it can hold."""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import cast

from registry.feeds.addresses import AllowList
from registry.feeds.refusals import FeedForbidden, FeedSilent

BACKLOG = 4096  # datagrams kept for a reader that is late: half a second of a 30 Mb/s stream
HELD = 8 << 20  # bytes of them, however large they are
RECEIVE_BUFFER = 1 << 20
LOWEST_PORT = 1024


class Inbox:
    """Datagrams for one reader; the oldest go when it is late."""

    def __init__(self) -> None:
        """Start empty."""
        self._waiting: deque[bytes] = deque()
        self._held = 0
        self._some = asyncio.Event()
        self._ended = ""

    def put(self, data: bytes) -> None:
        """Take one datagram."""
        self._waiting.append(data)
        self._held += len(data)
        while self._held > HELD or len(self._waiting) > BACKLOG:
            self._held -= len(self._waiting.popleft())
        self._some.set()

    def end(self, why: str) -> None:
        """Let nothing more come: who takes has what came before, and then is told why."""
        self._ended = why
        self._some.set()

    async def take(self, deadline: float) -> list[bytes]:
        """Wait for datagrams and give all that came. Raises FeedSilent."""
        try:
            async with asyncio.timeout(deadline):
                await self._some.wait()
        except TimeoutError:
            raise FeedSilent(f"nothing came for {deadline:.0f} s") from None
        taken = list(self._waiting)
        if not taken and self._ended:
            raise FeedSilent(self._ended)
        self._waiting.clear()
        self._held = 0
        if not self._ended:
            self._some.clear()
        return taken


class _Port(asyncio.DatagramProtocol):
    """One bound port and who reads from it."""

    def __init__(self, bound: socket.socket, admits: Callable[[str], bool]) -> None:
        self._bound, self._admits = bound, admits
        self._known: dict[str, bool] = {}
        self.inboxes: set[Inbox] = set()
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def close(self) -> None:
        """Give the port back at once, not at the loop's next turn."""
        if self.transport:
            self.transport.close()
        self._bound.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(self._known) > 1000:  # somebody invents senders
            self._known.clear()
        if addr[0] not in self._known:
            self._known[addr[0]] = self._admits(addr[0])
        if self._known[addr[0]]:
            for inbox in self.inboxes:
                inbox.put(data)


class Ports:
    """Every port this process listens on; two who want the same one share it."""

    def __init__(self, allow: AllowList) -> None:
        """Take datagrams only from where the list allows."""
        self._allow = allow
        self._open: dict[tuple[str, int], _Port] = {}
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def listen(self, address: str, port: int) -> AsyncIterator[Inbox]:
        """Hear one sender, or a multicast group."""
        key, inbox = (address, port), Inbox()
        async with self._opening:
            if key not in self._open:
                self._open[key] = await self._bind(address, port)
            at = self._open[key]
            at.inboxes.add(inbox)
        try:
            yield inbox
        finally:
            at.inboxes.discard(inbox)
            if not at.inboxes:
                del self._open[key]
                at.close()

    @asynccontextmanager
    async def pair(self, sender: str) -> AsyncIterator[tuple[int, Inbox]]:
        """Hear one sender on an even port (RTP) and the next (RTCP, taken and not read)."""
        inbox = Inbox()
        even, odd = _pair_of_sockets(sender)
        ports = [_Port(even, sender.__eq__), _Port(odd, sender.__eq__)]
        ports[0].inboxes.add(inbox)
        loop = asyncio.get_running_loop()
        try:
            await loop.create_datagram_endpoint(lambda: ports[0], sock=even)
            await loop.create_datagram_endpoint(lambda: ports[1], sock=odd)
            yield even.getsockname()[1], inbox
        finally:
            for port in ports:
                port.close()

    async def _bind(self, address: str, port: int) -> _Port:
        if port < LOWEST_PORT:
            raise FeedForbidden(f"The centre listens on no port below {LOWEST_PORT}.")
        ip = ip_address(address)
        if ip.is_multicast:
            self._allow.check_group(address)
        else:
            self._allow.check(address, port)

        def admits(sender: str) -> bool:
            return self._allow.admits(sender, port) if ip.is_multicast else sender == address

        bound = _socket(address)
        try:
            bound.bind((_local(address), port))
            if ip.is_multicast:
                _join(bound, address)
            made = _Port(bound, admits)
            await asyncio.get_running_loop().create_datagram_endpoint(lambda: made, sock=bound)
        except OSError as failed:
            bound.close()
            raise FeedSilent(f"cannot listen on port {port}: {failed.strerror}") from None
        return made


def _pair_of_sockets(sender: str) -> tuple[socket.socket, socket.socket]:
    """Bind two neighbouring ports, the first even, as RTP wants them."""
    local = _local(sender)
    for _ in range(50):
        first, second = _socket(sender), _socket(sender)
        try:
            first.bind((local, 0))
            port = first.getsockname()[1]
            if port % 2 == 0:
                second.bind((local, port + 1))
                return first, second
        except OSError:
            pass
        first.close()
        second.close()
    raise FeedSilent("no two neighbouring ports are free")


def _socket(address: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    return made


def _local(sender: str) -> str:
    """Say which of our own addresses a sender's datagrams arrive at."""
    ip = ip_address(sender)
    if ip.is_loopback or ip.is_multicast:
        return sender
    return "::" if ip.version == 6 else "0.0.0.0"  # noqa: S104  # nosec B104: who may send is checked


def _join(bound: socket.socket, group: str) -> None:
    """Join a group where the machine's routes say it is."""
    if ":" in group:
        wanted = socket.inet_pton(socket.AF_INET6, group) + struct.pack("@I", 0)
        bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, wanted)
    else:
        wanted = socket.inet_aton(group) + socket.inet_aton("0.0.0.0")  # noqa: S104  # nosec B104
        bound.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, wanted)
