"""The box's own key: made here, never sent anywhere."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME = "key"


def keep(key: Ed25519PrivateKey, folder: Path) -> None:
    """Keep a key where only this user reads; an older one is replaced."""
    fresh = folder / f"{NAME}.new"
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(key.private_bytes_raw())
    fresh.replace(folder / NAME)


def load(folder: Path) -> Ed25519PrivateKey:
    """Read the key. Raises OSError where there is none."""
    return Ed25519PrivateKey.from_private_bytes((folder / NAME).read_bytes())


def public(key: Ed25519PrivateKey) -> str:
    """Give the half that is told, in hexadecimal."""
    raw = serialization.Encoding.Raw
    return key.public_key().public_bytes(raw, serialization.PublicFormat.Raw).hex()
