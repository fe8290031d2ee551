"""ONVIF's word on when a replayed picture was taken."""

import struct

import pytest

from registry.feeds.recorders.stamps import Stamp, stamp

NTP = 2_208_988_800


def packet(extension: bytes, *, flags: int = 0x90, sources: int = 0) -> bytes:
    head = struct.pack(">BBHII", flags | sources, 96, 1, 2, 3) + bytes(4 * sources)
    return head + extension + b"picture"


def said(seconds: int, after: int = 0, flags: int = 0, kind: int = 0xABAC) -> bytes:
    return struct.pack(">HHII", kind, 3, seconds, after) + bytes([flags, 0, 0, 0])


@pytest.mark.parametrize("sources", [0, 2])
def test_the_time_is_read_from_the_extension(sources: int) -> None:
    whole = packet(said(NTP + 1_700_000_000, 1 << 31, 0x80), sources=sources)
    assert stamp(whole) == Stamp(1_700_000_000.5, last=False)


def test_the_last_picture_says_so() -> None:
    assert stamp(packet(said(NTP, flags=0x10))) == Stamp(0.0, last=True)


def test_the_clock_goes_on_after_2036() -> None:
    assert stamp(packet(said(100))) == Stamp((1 << 32) + 100 - NTP, last=False)


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"\x90" * 11,
        packet(b"", flags=0x80),
        packet(said(NTP, kind=0xBEDE)),
        packet(said(NTP))[:20],
        packet(struct.pack(">HHI", 0xABAC, 1, 5)),
        b"\x9f" + bytes(11),
    ],
)
def test_what_has_no_such_word_has_no_time(other: bytes) -> None:
    assert stamp(other) is None
