"""What must not be read where it lies: camera passwords, second factors, mail with live links."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from registry.refusals import Refusal


class KeyLost(Refusal):
    """None of this centre's keys opens this."""


def encrypt(text: str) -> bytes:
    """Encrypt with the newest key."""
    return _keys().encrypt(text.encode())


def decrypt(stored: bytes) -> str:
    """Decrypt with whichever key wrote it. Raises KeyLost where none of ours did."""
    try:
        return _keys().decrypt(bytes(stored)).decode()
    except InvalidToken:
        raise KeyLost from None


def _keys() -> MultiFernet:
    """Derive one Fernet key from each word of CREDENTIAL_KEYS, newest first."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
        for key in settings.CREDENTIAL_KEYS
    )
