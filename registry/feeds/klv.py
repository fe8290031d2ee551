"""Reading MISB ST 0601 metadata: what a drone says beside its video, in key, length, value.

Bytes come from outside: everything here either reads them or raises KlvRefused.
"""

from collections.abc import Iterator

from registry.feeds.klv_tags import SCALES, Tag
from registry.feeds.refusals import KlvRefused

KEY = bytes.fromhex("060e2b34020b01010e01030101000000")  # universal label of the local set
SIZE_LIMIT = 16 * 1024

Told = dict[int, float | None]


def local_sets(data: bytes) -> Iterator[bytes]:
    """Cut whole local sets out of what a packet holds; a piece that is none is skipped."""
    start = data.find(KEY)
    while start >= 0:
        try:
            length, body = _length(data, start + len(KEY))
        except KlvRefused:
            return
        if length > SIZE_LIMIT:
            start = data.find(KEY, start + 1)
            continue
        if body + length > len(data):
            return
        yield data[start : body + length]
        start = data.find(KEY, body + length)


def read(local_set: bytes) -> Told:
    """Give the known items of one local set by tag; None where the sender has no value.

    Raises KlvRefused unless it is whole and its checksum, the last item, is right.
    """
    if not local_set.startswith(KEY):
        raise KlvRefused("It does not begin as a local set.")
    length, at = _length(local_set, len(KEY))
    if at + length != len(local_set) or length < 4:
        raise KlvRefused("It is cut short.")
    if local_set[-4:-2] != b"\x01\x02":
        raise KlvRefused("It does not end in a checksum.")
    if _checksum(local_set[:-2]) != int.from_bytes(local_set[-2:], "big"):
        raise KlvRefused("Its checksum is wrong.")
    told: Told = {}
    end = len(local_set) - 4
    while at < end:
        tag, length = local_set[at], local_set[at + 1]
        if tag < 0x80 and length < 0x80:  # nearly always, and twice as fast as asking
            at += 2
        else:
            tag, at = _tag(local_set, at)
            length, at = _length(local_set, at)
        if at + length > end:
            raise KlvRefused(f"Item {tag} runs past the end.")
        if scale := SCALES.get(tag):
            told[tag] = scale.read(local_set[at : at + length])
        at += length
    if Tag.TIME not in told:
        raise KlvRefused("It does not say when.")
    return told


def _checksum(data: bytes) -> int:
    """Add up 16-bit words, a last odd byte as the upper half: ST 0601, item 1."""
    return ((sum(data[::2]) << 8) + sum(data[1::2])) & 0xFFFF


def _tag(data: bytes, at: int) -> tuple[int, int]:
    """Read a BER-OID tag: seven bits a byte, the top one says that more follow."""
    tag = 0
    for at in range(at, min(at + 3, len(data))):  # noqa: B020  goes on where the tag ends
        tag = tag << 7 | data[at] & 0x7F
        if data[at] < 0x80:
            return tag, at + 1
    raise KlvRefused("A tag has no end.")


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Read a BER length: one byte below 128, or a count of the bytes that hold it."""
    if at >= len(data):
        raise KlvRefused("A length is missing.")
    first, at = data[at], at + 1
    if first < 0x80:
        return first, at
    size = first & 0x7F
    if not 1 <= size <= 4 or at + size > len(data):
        raise KlvRefused("A length cannot be read.")
    return int.from_bytes(data[at : at + size], "big"), at + size
