"""Camera passwords: encrypted at rest, written but never read back by people."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from registry.feeds.refusals import CredentialLost


def encrypt(user_and_password: str) -> bytes:
    """Encrypt `user:password` with the newest key."""
    return _keys().encrypt(user_and_password.encode())


def decrypt(stored: bytes) -> str:
    """Decrypt with whichever key wrote it. Raises CredentialLost where none of ours did."""
    try:
        return _keys().decrypt(bytes(stored)).decode()
    except InvalidToken:
        raise CredentialLost from None


def _keys() -> MultiFernet:
    """Derive one Fernet key from each word of CREDENTIAL_KEYS, newest first."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
        for key in settings.CREDENTIAL_KEYS
    )
