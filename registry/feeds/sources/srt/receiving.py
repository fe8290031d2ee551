"""The program of a child that takes one SRT stream in and gives a transport stream out.

Run as `python -m registry.feeds.sources.srt.receiving caller|listener ADDRESS PORT [STREAMID]`.
Its first line of standard input is the passphrase, which no process list may show; the end of
that input is its own end. How the link ended is its exit code.
"""

import os
import resource
import sys
import threading
from ipaddress import ip_address
from typing import BinaryIO

from registry.feeds.sources.srt.ends import End
from registry.feeds.sources.srt.library import Link, LinkEnded

MEMORY_LIMIT = 1 << 30
FILES = 32
_goodbye = threading.Lock()


def main(words: list[str], passphrase: bytes, sink: BinaryIO) -> End:
    """Pass on what comes until the link ends; whoever reads too slowly loses what is late."""
    mode, address, port, *stream = words
    try:
        link = Link.made(passphrase, "".join(stream).encode())
        threading.Thread(target=_hang_up_with_owner, args=(link,), daemon=True).start()
        if mode == "listener":
            link.await_call(address, _local(address), int(port))
        else:
            link.call(address, int(port))
        while True:
            sink.write(link.take())
    except LinkEnded as ended:
        with _goodbye:
            return ended.end


def _local(sender: str) -> str:
    """Say which of our own addresses a sender calls."""
    ip = ip_address(sender)
    if ip.is_loopback:
        return sender
    return "::" if ip.version == 6 else "0.0.0.0"  # noqa: S104  # nosec B104  who may call is checked


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _hang_up_with_owner(link: Link) -> None:
    sys.stdin.buffer.read()
    with _goodbye:  # else the other thread ends the program before the goodbye is sent
        link.close()
        os._exit(End.CLOSED)


if __name__ == "__main__":
    _limit()
    secret = sys.stdin.buffer.readline().rstrip(b"\n")
    # Past libsrt's own threads, which would be waited for.
    os._exit(main(sys.argv[1:], secret, os.fdopen(1, "wb", buffering=0)))
