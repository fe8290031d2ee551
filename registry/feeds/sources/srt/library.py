"""The little of libsrt that is needed to take a stream in (its C interface, 1.5)."""

import ctypes
import socket
import struct
import sys
from typing import Self

from registry.feeds.sources.srt.ends import End

NAMES = ("libsrt-gnutls.so.1.5", "libsrt-openssl.so.1.5", "libsrt.so.1.5", "libsrt.1.5.dylib")
LARGEST = 1456  # bytes of one message of a live stream
CONNECTING, SILENCE = 3_000, 3_000  # milliseconds until a sender is thought not there, or gone

_PASSPHRASE, _CONNTIMEO, _STREAMID, _PEERIDLETIMEO = 26, 36, 46, 55  # numbers of socket options
_BAD_SECRET, _UNSECURE = 10, 11  # reasons of a rejection: another passphrase, or none
_NO_SERVER, _CRITICAL = 1001, 2
_BSD = sys.platform == "darwin"  # there a socket address begins with its length


class LinkEnded(Exception):
    """There is no link, or none any more."""

    def __init__(self, end: End) -> None:
        """Name the end."""
        self.end = end
        super().__init__(end.name)


class Link:
    """One SRT socket."""

    def __init__(self, library: ctypes.CDLL, number: int) -> None:
        """Take an open socket."""
        self._srt, self._number = library, number
        self._message = ctypes.create_string_buffer(LARGEST)

    @classmethod
    def made(cls, passphrase: bytes, stream: bytes = b"") -> Self:
        """Load the library and make a socket. Raises LinkEnded."""
        library = _loaded()
        library.srt_startup()
        library.srt_setloglevel(_CRITICAL)
        link = cls(library, library.srt_create_socket())
        for option, value in ((_PASSPHRASE, passphrase), (_STREAMID, stream)):
            if value and link._set(option, value, len(value)):
                raise LinkEnded(End.UNUSABLE)
        for option, wait in ((_CONNTIMEO, CONNECTING), (_PEERIDLETIMEO, SILENCE)):
            link._set(option, ctypes.byref(ctypes.c_int(wait)), ctypes.sizeof(ctypes.c_int))
        return link

    def call(self, address: str, port: int) -> None:
        """Connect to a sender that listens. Raises LinkEnded."""
        name = _packed(address, port)
        if self._srt.srt_connect(self._number, name, len(name)) < 0:
            raise LinkEnded(self._why_not())

    def await_call(self, sender: str, at: str, port: int) -> None:
        """Listen until this sender calls; nobody else is taken in. Raises LinkEnded."""
        name = _packed(at, port)
        if self._srt.srt_bind(self._number, name, len(name)) < 0:
            raise LinkEnded(End.PORT_TAKEN)
        if self._srt.srt_listen(self._number, 4) < 0:
            raise LinkEnded(End.PORT_TAKEN)
        while True:
            peer, length = ctypes.create_string_buffer(128), ctypes.c_int(128)
            number = self._srt.srt_accept(self._number, peer, ctypes.byref(length))
            if number < 0:
                raise LinkEnded(End.CLOSED)
            if _unpacked(peer.raw) != sender:
                self._srt.srt_close(number)
                continue
            listener, self._number = self._number, number
            self._srt.srt_close(listener)
            return

    def take(self) -> bytes:
        """Wait for a message. Raises LinkEnded."""
        length = self._srt.srt_recvmsg(self._number, self._message, LARGEST)
        if length <= 0:
            raise LinkEnded(End.CLOSED)
        return self._message.raw[:length]

    def close(self) -> None:
        """Hang up, whoever waits for a message meanwhile."""
        self._srt.srt_close(self._number)

    def _set(self, option: int, value: object, size: int) -> int:
        return int(self._srt.srt_setsockflag(self._number, option, value, size))

    def _why_not(self) -> End:
        reason = self._srt.srt_getrejectreason(self._number)
        if reason in {_BAD_SECRET, _UNSECURE}:
            return End.PASSPHRASE
        if self._srt.srt_getlasterror(None) == _NO_SERVER:
            return End.UNANSWERED
        return End.REFUSED


def _loaded() -> ctypes.CDLL:
    for name in NAMES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise LinkEnded(End.NO_LIBRARY)


def _packed(address: str, port: int) -> bytes:
    """Write a socket address as the kernel has it."""
    six = ":" in address
    family = socket.AF_INET6 if six else socket.AF_INET
    size = 28 if six else 16
    head = bytes([size, family]) if _BSD else struct.pack("=H", family)
    if six:
        return head + struct.pack("!HI16sI", port, 0, socket.inet_pton(family, address), 0)
    return head + struct.pack("!H4s8x", port, socket.inet_pton(family, address))


def _unpacked(name: bytes) -> str:
    """Read the IP out of a socket address."""
    family = name[1] if _BSD else struct.unpack("=H", name[:2])[0]
    if family == socket.AF_INET6:
        return socket.inet_ntop(family, name[8:24])
    return socket.inet_ntop(socket.AF_INET, name[4:8])
