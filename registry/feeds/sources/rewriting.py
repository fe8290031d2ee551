"""A playlist as we hand it on: only what a player needs, and every address one of ours."""

import re
from collections.abc import Callable
from enum import IntEnum

from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.playlist import attributes, joined, key_of, lines_of

MOST_LINES = 20_000
# What no camera may put behind our name (dates, adverts, other servers, parts of segments) is not
# here: a line that is not known is left out, and a player does without it.
_KEPT = {
    "#EXTM3U", "#EXTINF", "#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE",
    "#EXT-X-DISCONTINUITY-SEQUENCE", "#EXT-X-DISCONTINUITY", "#EXT-X-PROGRAM-DATE-TIME",
    "#EXT-X-PLAYLIST-TYPE", "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-ENDLIST", "#EXT-X-GAP",
}  # fmt: skip
_PLAIN = re.compile(r"#EXT[A-Z0-9-]*(:[A-Za-z0-9.,:+-]{0,64})?")
_STREAM = ("BANDWIDTH", "AVERAGE-BANDWIDTH", "RESOLUTION", "FRAME-RATE")
_CODECS = re.compile(r"[A-Za-z0-9., -]{1,100}")


class Kind(IntEnum):
    """What is behind an address of a playlist."""

    LIST = 0
    PART = 1
    KEY = 2


Name = Callable[[str, Kind], str]


def rewritten(text: str, base: str, name: Name) -> str:
    """Write a playlist anew; `name` gives our address for one of the camera's, or refuses it.

    Raises PictureRefused for what is no playlist, or cannot be handed on.
    """
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        raise PictureRefused("the playlist has no end")
    written: list[str] = []
    of_lists = any(line.startswith("#EXT-X-STREAM-INF:") for line in lines)
    wanted = not of_lists
    for line in lines:
        tag = line.partition(":")[0]
        if tag == "#EXT-X-STREAM-INF":
            wanted = (stream := _stream(line)) != ""
            written += [stream] if stream else []
        elif tag == "#EXT-X-MAP":
            url = attributes(line).get("URI", "")
            written.append(f'{tag}:URI="{name(joined(base, url), Kind.PART)}"')
        elif tag == "#EXT-X-KEY":
            written.append(_key(line, base, name))
        elif tag == "#EXTINF":
            written.append(f"{tag}:{_seconds(line)},")  # its title is nobody's
        elif tag in _KEPT and _PLAIN.fullmatch(line):
            written.append(line)
        elif not line.startswith("#") and wanted:
            written.append(name(joined(base, line), Kind.LIST if of_lists else Kind.PART))
            wanted = not of_lists
    return "\n".join(written) + "\n"


def _stream(line: str) -> str:
    """Name a variant by its bits, size and codecs; sound of its own is left out, as on the map."""
    said = attributes(line)
    kept = [
        f"{each}={said[each]}" for each in _STREAM if re.fullmatch(r"[\dx.]+", said.get(each, ""))
    ]
    codecs = said.get("CODECS", "")
    if _CODECS.fullmatch(codecs):
        kept.append(f'CODECS="{codecs}"')
    return f"#EXT-X-STREAM-INF:{','.join(kept)}" if "BANDWIDTH" in said else ""


def _key(line: str, base: str, name: Name) -> str:
    key = key_of(line, base)
    if key is None:
        return "#EXT-X-KEY:METHOD=NONE"
    iv = f",IV=0x{key.iv.hex()}" if key.iv else ""
    return f'#EXT-X-KEY:METHOD=AES-128,URI="{name(key.url, Kind.KEY)}"{iv}'


def _seconds(line: str) -> str:
    seconds = line.partition(":")[2].partition(",")[0].strip()
    return seconds if re.fullmatch(r"\d{1,4}(\.\d{1,9})?", seconds) else "0"
