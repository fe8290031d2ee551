"""Local sets for tests, written from the standard and not from the reader under test."""

import struct

KEY = bytes.fromhex("060e2b34020b01010e01030101000000")


def item(tag: int, raw: bytes) -> bytes:
    return bytes([tag, len(raw)]) + raw


def local_set(*items: bytes, at: int = 1_600_000_000_000_000) -> bytes:
    body = item(2, struct.pack(">Q", at)) + b"".join(items)
    length = len(body) + 4
    size = bytes([length]) if length < 128 else b"\x82" + struct.pack(">H", length)
    whole = KEY + size + body + b"\x01\x02"
    total = sum(byte << (8 if n % 2 == 0 else 0) for n, byte in enumerate(whole))
    return whole + struct.pack(">H", total & 0xFFFF)
