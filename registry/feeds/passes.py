"""Passes: what the web signed and media checks before a picture leaves."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from uuid import UUID

from django.conf import settings

from registry.feeds.refusals import PassExpired, PassRefused

LIFETIME = 60  # seconds; the browser renews while somebody watches
SIZE_LIMIT = 64 * 1024


class Use(StrEnum):
    """What a pass opens."""

    WATCH = "watch"
    LIVE = "live"
    RECORDED = "recorded"
    THUMBNAIL = "thumbnail"
    PHONE = "phone"


@dataclass(frozen=True)
class Pass:
    """Who may see which cameras for which incident, until when (unix seconds)."""

    use: Use
    user: str
    cameras: tuple[UUID, ...]
    incident: UUID | None = None
    request_id: str = ""
    session: str = ""  # digest of the session it was asked in; it ends with it
    expires_at: int = field(default_factory=lambda: int(time.time()) + LIFETIME)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(9))

    def signed(self) -> str:
        """Write as `payload.mac`, both base64url."""
        claims = asdict(self) | {
            "cameras": [camera.hex for camera in self.cameras],
            "incident": self.incident.hex if self.incident else None,
        }
        payload = _encode(json.dumps(claims, sort_keys=True, separators=(",", ":")).encode())
        return f"{payload}.{_encode(_mac(payload))}"


def read(token: str, use: Use, *, now: float | None = None) -> Pass:
    """Check the signature, the use and the clock. Raises PassRefused or PassExpired."""
    payload, _, mac = token.partition(".")
    if len(token) > SIZE_LIMIT or not _same(_encode(_mac(payload)), mac):
        raise PassRefused
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    except (binascii.Error, ValueError):
        raise PassRefused from None
    read_pass = Pass(
        use=Use(claims["use"]),
        user=claims["user"],
        cameras=tuple(UUID(camera) for camera in claims["cameras"]),
        incident=UUID(claims["incident"]) if claims["incident"] else None,
        request_id=claims["request_id"],
        session=claims["session"],
        expires_at=claims["expires_at"],
        nonce=claims["nonce"],
    )
    if read_pass.use is not use:
        raise PassRefused
    if read_pass.expires_at <= (time.time() if now is None else now):
        raise PassExpired
    return read_pass


def _mac(payload: str) -> bytes:
    key = hashlib.sha256(b"sightline.media:" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, payload.encode("utf-8", "replace"), "sha256")


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _same(mac: str, given: str) -> bool:
    """Compare in constant time, whatever characters were sent."""
    return hmac.compare_digest(mac.encode(), given.encode("utf-8", "replace"))
