"""What a camera says it sends (SDP, RFC 8866; H.264 RFC 6184, H.265 RFC 7798)."""

import base64
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec

_CODECS = {"H264": Codec.H264, "H265": Codec.H265}
_SETS = ("sprop-vps", "sprop-sps", "sprop-pps", "sprop-parameter-sets")
CLOCK = 90_000
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Video:
    """The one video track to ask for."""

    codec: Codec
    payload: int
    control: str
    clock: int = CLOCK
    sets: tuple[bytes, ...] = ()


def video(text: str, base: str) -> Video:
    """Find the first H.264 or H.265 track. Raises PictureRefused when there is none."""
    for section in text.replace("\r", "").split("\nm=")[1:]:
        lines = section.split("\n")
        if not lines[0].startswith("video "):
            continue
        attributes = _attributes(lines)
        for payload in lines[0].split()[3:]:
            name, _, clock = attributes.get(f"rtpmap:{payload}", "").partition("/")
            codec = _CODECS.get(name.upper())
            if codec and _NUMBER.fullmatch(payload):
                return Video(
                    codec,
                    int(payload),
                    control(attributes.get("control", ""), base),
                    int(clock) if _NUMBER.fullmatch(clock) and int(clock) else CLOCK,
                    _sets(attributes.get(f"fmtp:{payload}", "")),
                )
    raise PictureRefused("the camera sends neither H.264 nor H.265")


def control(said: str, base: str) -> str:
    """Give the address a track is set up at; a base without a slash at its end is meant to have."""
    if said in {"", "*"}:
        return base
    if "://" in said:
        return said
    if "?" in base:  # cameras append to the query, whatever RFC 3986 says
        return f"{base.rstrip('/')}/{said}"
    # urljoin leaves rtsp alone: it must be told the address is of the usual kind
    try:
        return "rtsp" + urljoin("http" + base.removeprefix("rtsp").rstrip("/") + "/", said)[4:]
    except ValueError:
        raise PictureRefused("the camera's description cannot be read") from None


def _attributes(lines: list[str]) -> dict[str, str]:
    """Read `a=` lines; `rtpmap:96 H264/90000` is kept under its payload number too."""
    found: dict[str, str] = {}
    for line in lines:
        if not line.startswith("a="):
            continue
        name, _, value = line[2:].strip().partition(":")
        if name in {"rtpmap", "fmtp"}:
            payload, _, value = value.strip().partition(" ")
            name = f"{name}:{payload}"
        found.setdefault(name, value.strip())
    return found


def _sets(parameters: str) -> tuple[bytes, ...]:
    """Decode the parameter sets; what is not base64 comes in the stream anyway."""
    found = []
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.lower() in _SETS:
            for each in value.split(","):
                try:
                    found.append(base64.b64decode(each + "=" * (-len(each) % 4)))
                except ValueError:  # not base64, or not even ASCII
                    continue
    return tuple(each for each in found if each)
