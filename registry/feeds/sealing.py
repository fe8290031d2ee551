"""Addresses of a camera, sealed: whoever holds one can neither read it nor make another.

The same address seals to the same name for a while, so that a player knows again what it has.
"""

import base64
import binascii
import hashlib
import struct
import time
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from registry.feeds.refusals import PassExpired, PassRefused

LONGEST = 2000  # characters of an address
_HEAD = struct.Struct("!BI")  # what is behind it, and until when


def seal(camera: UUID, url: str, kind: int, *, step: int, now: float | None = None) -> str:
    """Give the name of an address, for this camera alone, good for one to two steps of seconds."""
    until = (int(time.time() if now is None else now) // step + 2) * step
    sealed = _cipher().encrypt(_HEAD.pack(kind, until) + url.encode(), [camera.bytes])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def opened(camera: UUID, name: str, *, now: float | None = None) -> tuple[str, int]:
    """Give the address, and what is behind it. Raises PassRefused or PassExpired."""
    try:
        sealed = base64.b64decode(name + "=" * (-len(name) % 4), altchars=b"-_", validate=True)
        said = _cipher().decrypt(sealed, [camera.bytes])
    except (InvalidTag, binascii.Error, ValueError):
        raise PassRefused from None
    kind, until = _HEAD.unpack_from(said)
    if until <= (time.time() if now is None else now):
        raise PassExpired
    return said[_HEAD.size :].decode(), kind


def _cipher() -> AESSIV:
    return AESSIV(hashlib.sha512(b"sightline.media.names:" + settings.SECRET_KEY.encode()).digest())
