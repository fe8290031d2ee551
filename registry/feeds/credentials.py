"""Camera passwords: encrypted at rest, written but never read back by people."""

from registry import cipher
from registry.feeds.refusals import CredentialLost


def encrypt(user_and_password: str) -> bytes:
    """Encrypt `user:password`."""
    return cipher.encrypt(user_and_password)


def decrypt(stored: bytes) -> str:
    """Decrypt it. Raises CredentialLost where none of the centre's keys wrote it."""
    try:
        return cipher.decrypt(stored)
    except cipher.KeyLost:
        raise CredentialLost from None
