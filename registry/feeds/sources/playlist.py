"""HLS playlists: which variants, and which segments (RFC 8216)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from math import isfinite
from urllib.parse import urljoin, urlsplit

from registry.feeds.refusals import PictureRefused

_ATTRIBUTE = re.compile(r'([A-Z0-9-]{1,32})=("[^"]*"|[^",]*)')
TEXT_LIMIT = 512 * 1024  # characters: a whole day of segments
LONGEST = 60.0  # seconds of a segment
_VIDEO_CODECS = ("avc1", "avc3", "hvc1", "hev1")


@dataclass(frozen=True)
class Key:
    """What a segment is encrypted with (AES-128 in CBC): where its key is, and the first block."""

    url: str
    iv: bytes


@dataclass(frozen=True)
class Segment:
    """A few seconds of video. begins_at: unix seconds, where the playlist says so.

    start: where the start of its film is, for one in fragments of MP4; empty for transport streams.
    """

    number: int
    url: str
    seconds: float
    begins_at: float | None
    start: str = ""
    key: Key | None = None
    start_key: Key | None = None


@dataclass(frozen=True)
class Variant:
    """One of several playlists of the same, by how many bits a second it takes."""

    bits: int
    url: str


def variants(text: str, base: str) -> list[Variant]:
    """List those that have pictures, the smallest first; none when this is no master playlist."""
    found: list[Variant] = []
    lines = lines_of(text)
    for line, address in pairwise(lines):
        if not line.startswith("#EXT-X-STREAM-INF:"):
            continue
        said = attributes(line)
        codecs = said.get("CODECS", "")
        pictures = not codecs or any(each in codecs for each in _VIDEO_CODECS)
        if pictures and not address.startswith("#"):
            found.append(Variant(_whole(said.get("BANDWIDTH", "")) or 0, joined(base, address)))
    return sorted(found, key=lambda each: each.bits)


def segments(text: str, base: str) -> list[Segment]:
    """List the segments of a media playlist, oldest first. Raises PictureRefused."""
    found: list[Segment] = []
    number, seconds, at = 0, 0.0, None
    start, key, start_key = "", None, None
    for line in lines_of(text):
        name, _, value = line.partition(":")
        if name == "#EXT-X-MEDIA-SEQUENCE":
            number = _whole(value) or number
        elif name == "#EXT-X-PROGRAM-DATE-TIME":
            at = _unix(value)
        elif name == "#EXTINF":
            seconds = _number(value.partition(",")[0])
        elif name == "#EXT-X-KEY":
            key = key_of(line, base)
        elif name == "#EXT-X-MAP":
            start, start_key = joined(base, attributes(line).get("URI", "")), key
        elif not line.startswith("#"):
            this, url = number + len(found), joined(base, line)
            # a key that does not say how to begin begins with the segment's number
            own = replace(key, iv=this.to_bytes(16)) if key and not key.iv else key
            found.append(Segment(this, url, seconds, at, start, own, start_key))
            at = None if at is None else at + seconds
    if not found:
        raise PictureRefused("the playlist lists nothing")
    return found


def key_of(line: str, base: str) -> Key | None:
    """Read a key; none where what follows is not encrypted. Raises PictureRefused."""
    said = attributes(line)
    if said.get("METHOD") == "NONE":
        return None
    plain = said.get("METHOD") == "AES-128" and said.get("KEYFORMAT", "identity") == "identity"
    if not plain or not said.get("URI"):
        raise PictureRefused("the stream is encrypted in a way that is not opened here")
    try:
        iv = bytes.fromhex(said.get("IV", "")[2:].zfill(32)) if "IV" in said else b""
    except ValueError:
        iv = b"?"
    if len(iv) not in {0, 16}:
        raise PictureRefused("the stream's key cannot be read")
    return Key(joined(base, said["URI"]), iv)


def attributes(line: str) -> dict[str, str]:
    """Read what a tag says, without the quotes."""
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(line)}


def lines_of(text: str) -> list[str]:
    """Give a playlist's lines. Raises PictureRefused for what is none, or cannot be taken apart."""
    lines = [line.strip() for line in text[:TEXT_LIMIT].lstrip("\ufeff").splitlines()]
    if not lines or lines[0] != "#EXTM3U":
        raise PictureRefused("the answer is no playlist")
    if any(line.startswith("#EXT-X-BYTERANGE") or "BYTERANGE=" in line for line in lines):
        raise PictureRefused("the stream is cut by places in one file, not into files")
    return [line for line in lines if line]


def joined(base: str, said: str) -> str:
    """Give the address a playlist names. Raises PictureRefused."""
    try:
        found = urljoin(base, said)
        urlsplit(found)
    except ValueError:
        raise PictureRefused("the playlist names what is no address") from None
    return found


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def _number(text: str) -> float:
    """Read how long a segment lasts; nobody waits for ever because a playlist says so."""
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return min(max(0.0, seconds), LONGEST) if isfinite(seconds) else 0.0


def _unix(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text.strip()).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
