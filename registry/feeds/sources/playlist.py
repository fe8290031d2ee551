"""HLS playlists: which variant, and which segments (RFC 8216)."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from registry.feeds.refusals import PictureRefused

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",]*)')
_VIDEO_CODECS = ("avc1", "avc3", "hvc1", "hev1")


@dataclass(frozen=True)
class Segment:
    """A few seconds of video. begins_at: unix seconds, where the playlist says so."""

    number: int
    url: str
    seconds: float
    begins_at: float | None


def smallest_variant(text: str, base: str) -> str | None:
    """Pick the variant of fewest bits that has pictures; none when this is no master playlist."""
    found: list[tuple[int, str]] = []
    lines = _lines(text)
    for at, line in enumerate(lines):
        if not line.startswith("#EXT-X-STREAM-INF:"):
            continue
        said = dict(_ATTRIBUTE.findall(line))
        codecs = said.get("CODECS", "")
        pictures = not codecs or any(each in codecs for each in _VIDEO_CODECS)
        address = next((each for each in lines[at + 1 :] if not each.startswith("#")), "")
        if pictures and address:
            bits = said.get("BANDWIDTH", "0")
            found.append((int(bits) if bits.isdigit() else 0, urljoin(base, address)))
    return min(found)[1] if found else None


def segments(text: str, base: str) -> list[Segment]:
    """List the segments of a media playlist, oldest first. Raises PictureRefused."""
    found: list[Segment] = []
    number, seconds, at = 0, 0.0, None
    for line in _lines(text):
        name, _, value = line.partition(":")
        if name == "#EXT-X-MEDIA-SEQUENCE" and value.isdigit():
            number = int(value)
        elif name == "#EXT-X-PROGRAM-DATE-TIME":
            at = _unix(value)
        elif name == "#EXTINF":
            seconds = _number(value.partition(",")[0])
        elif name == "#EXT-X-KEY" and "METHOD=NONE" not in value:
            raise PictureRefused("the stream is encrypted")
        elif name in {"#EXT-X-MAP", "#EXT-X-BYTERANGE"}:
            raise PictureRefused("the stream is not cut into transport streams")
        elif not line.startswith("#"):
            found.append(Segment(number + len(found), urljoin(base, line), seconds, at))
            at = None if at is None else at + seconds
    if not found:
        raise PictureRefused("the playlist lists nothing")
    return found


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    if not lines or lines[0] != "#EXTM3U":
        raise PictureRefused("the answer is no playlist")
    return [line for line in lines if line]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _unix(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text.strip()).timestamp()
    except ValueError:
        return None
