"""An encoder that sends a transport stream over SRT, as a process of its own, by libsrt itself.

Run as `python -m tests.registry.feeds.srt_sender call|listen PORT FILE [PASSPHRASE [STREAMID]]`;
it says "ready" before, and each stream id it was called with, and sends until it is ended.
"""

import ctypes
import socket
import struct
import sys
import time
from pathlib import Path

PASSPHRASE, STREAMID = 26, 46
MESSAGE = 1316


def library() -> ctypes.CDLL | None:
    """Find libsrt, under the names it has on Debian and elsewhere."""
    for name in ("libsrt-gnutls.so.1.5", "libsrt-openssl.so.1.5", "libsrt.so.1.5"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def main(mode: str, port: str, file: str, passphrase: str = "", stream: str = "") -> None:
    """Send the file again and again to whoever takes it, and begin anew with the next."""
    srt = library()
    assert srt
    srt.srt_startup()
    address = struct.pack("=H", socket.AF_INET) + struct.pack("!H4s8x", int(port), b"\x7f\0\0\1")
    data = Path(file).read_bytes()
    say("ready")
    listener = 0
    while True:
        link = srt.srt_create_socket()
        for option, value in ((PASSPHRASE, passphrase), (STREAMID, stream)):
            if value:
                srt.srt_setsockflag(link, option, value.encode(), len(value))
        if mode == "call":
            if srt.srt_connect(link, address, len(address)) < 0:
                srt.srt_close(link)
                time.sleep(0.1)
                continue
        elif not listener:
            srt.srt_bind(link, address, len(address))
            srt.srt_listen(link, 4)
            listener = link
        if mode == "listen":
            link = srt.srt_accept(listener, None, None)
            told, length = ctypes.create_string_buffer(512), ctypes.c_int(512)
            srt.srt_getsockflag(link, STREAMID, told, ctypes.byref(length))
            say(told.value.decode())
        send(srt, link, data)
        srt.srt_close(link)


def say(words: str) -> None:
    """Tell the test."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def send(srt: ctypes.CDLL, link: int, data: bytes) -> None:
    """Send until the other side hangs up."""
    while True:
        for at in range(0, len(data), MESSAGE):
            message = data[at : at + MESSAGE]
            if srt.srt_sendmsg(link, message, len(message), -1, 1) < 0:
                return
            time.sleep(0.001)


if __name__ == "__main__":
    main(*sys.argv[1:])
