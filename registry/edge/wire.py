"""What a box and its centre say to each other: words as JSON, pictures as bytes.

A box dials out to /edge and is given a challenge; it answers with `hello`, signed. Then the box
says `health` (its cameras, their state and terms; never a picture), and the centre says `looks`:
everything that is looked at now, with the call for it. What is not named again ends.

Of what the box recorded, the centre asks `spans` and `play`, each with an id and the call for it.
The box answers `kept`, or sends the pictures, no more ahead of the centre's `more` than a window;
`played` is their end, and `stop` the centre's.
"""

import json
import secrets
import struct
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from registry.feeds.sources.source import Codec, Still, Unit
from registry.refusals import Refusal

HEARTBEAT = 10.0  # seconds between two words of health, and at most between two of looks
SILENCE = 25.0  # seconds after which either side hangs up
LOOK_LASTS = 25.0  # seconds a look lasts that is not named again
WORD_LIMIT = 64 * 1024
PICTURE_LIMIT = 4 * 1024 * 1024
CAMERA_LIMIT = 64
WINDOW = 1 << 20  # bytes of a recording that may be on their way
SPAN_LIMIT = 2000

STILL, UNIT, KEYFRAME = 1, 2, 3
PLAYED, PLAYED_KEYFRAME = 4, 5  # a recording's, under the id of what was asked
_CODECS = (Codec.JPEG, Codec.H264, Codec.H265)
_HEAD = struct.Struct("!BB16sdd")  # kind, codec, camera, pts, taken at in unix seconds


class WireRefused(Refusal):
    """This is none of what box and centre say to each other."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One picture on its way: which camera's, and whether of a stream.

    camera: of a recording, the id under which it was asked for.
    """

    kind: int
    camera: UUID
    codec: Codec
    at: float
    pts: float
    data: bytes

    @classmethod
    def still(cls, camera: UUID, still: Still) -> Self:
        """Wrap a picture that stands alone."""
        return cls(STILL, camera, still.codec, still.captured_at, 0.0, still.data)

    @classmethod
    def unit(cls, camera: UUID, codec: Codec, unit: Unit) -> Self:
        """Wrap one picture of a stream."""
        kind = KEYFRAME if unit.keyframe else UNIT
        return cls(kind, camera, codec, unit.arrived_at, unit.pts, unit.data)

    @classmethod
    def played(cls, asked: UUID, codec: Codec, unit: Unit) -> Self:
        """Wrap one picture of a recording."""
        kind = PLAYED_KEYFRAME if unit.keyframe else PLAYED
        return cls(kind, asked, codec, unit.arrived_at, unit.pts, unit.data)

    @property
    def recorded(self) -> bool:
        """Tell whether it is of a recording."""
        return self.kind in (PLAYED, PLAYED_KEYFRAME)

    @classmethod
    def read(cls, message: bytes) -> Self:
        """Take one apart. Raises WireRefused; its bytes are as untrusted as before."""
        if not _HEAD.size < len(message) <= _HEAD.size + PICTURE_LIMIT:
            raise WireRefused("This picture is empty or too large.")
        kind, codec, camera, pts, at = _HEAD.unpack_from(message)
        if not STILL <= kind <= PLAYED_KEYFRAME or codec >= len(_CODECS) or not _sane(pts, at):
            raise WireRefused
        return cls(kind, UUID(bytes=camera), _CODECS[codec], at, pts, message[_HEAD.size :])

    def written(self) -> bytes:
        """Put it together."""
        codec = _CODECS.index(self.codec)
        return _HEAD.pack(self.kind, codec, self.camera.bytes, self.pts, self.at) + self.data


def read_words(text: str) -> dict[str, Any]:
    """Read what was said. Raises WireRefused."""
    if len(text) > WORD_LIMIT:
        raise WireRefused("That was too long.")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise WireRefused from None
    if not isinstance(said, dict) or not isinstance(said.get("type"), str):
        raise WireRefused
    return said


def challenge() -> str:
    """Make what a box has to sign: new each time, so that an old answer opens nothing."""
    return secrets.token_hex(32)


def proof_of_hello(box: UUID, nonce: str) -> bytes:
    """Give the bytes a box signs to say who it is."""
    return f"sightline-edge hello {box} {nonce}".encode()


def proof_of_enrolment(code: str, key: str) -> bytes:
    """Give the bytes a new box signs: that it holds the private half of its key."""
    return f"sightline-edge enrol {code} {key}".encode()


def _sane(pts: float, at: float) -> bool:
    """Keep out what is no number: NaN compares as nothing."""
    return abs(pts) < 1e9 and 0 < at < 1e11
