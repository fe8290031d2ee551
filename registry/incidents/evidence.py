"""The folder of what was kept: every file under its own hash, whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings


class Writing:
    """A file that is being written and has no name yet."""

    def __init__(self, out: IO[bytes], name: Path) -> None:
        """Count and hash what goes into it."""
        self._out, self._name, self._hash, self.size = out, name, hashlib.sha256(), 0

    @property
    def sha256(self) -> str:
        """Give the hash of what was written until now."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Write more."""
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)

    def keep(self, suffix: str) -> None:
        """Put it under its hash, on the disk before any row says so."""
        self._out.flush()
        os.fsync(self._out.fileno())
        where = path(self.sha256, suffix)
        where.parent.mkdir(mode=0o700, exist_ok=True)
        self._name.replace(where)


def path(sha256: str, suffix: str) -> Path:
    """Say where the bytes with this hash lie."""
    return _folder() / sha256[:2] / f"{sha256}.{suffix}"


@contextmanager
def writing() -> Iterator[Writing]:
    """Begin a file; unless it is kept, nothing stays of it."""
    _folder().mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=_folder())
    try:
        with os.fdopen(handle, "wb") as out:
            yield Writing(out, Path(name))
    finally:
        Path(name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "evidence"
