"""Where media keeps what outlives its restart, but not the machine's."""

import hashlib
import os
from pathlib import Path

from django.conf import settings


def frames_folder() -> Path:
    """Give the folder of last pictures."""
    return _folder("frames")


def sockets_folder() -> Path:
    """Give the folder of the sockets by which media processes talk to each other."""
    return _folder("media")


def _folder(kind: str) -> Path:
    """Make a folder, in memory where the machine has a RAM disk, for this user only."""
    name = hashlib.sha256(str(settings.VAR_DIR).encode()).hexdigest()[:12]
    ram = Path("/dev/shm")  # noqa: S108  a folder of our own, 0700, owner checked  # nosec B108
    base = ram if ram.is_dir() and os.access(ram, os.W_OK) else settings.VAR_DIR
    folder = Path(base) / f"sightline-{kind}-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid() or folder.is_symlink():
        raise PermissionError(f"{folder} is somebody else's: remove it")
    folder.chmod(0o700)
    return folder
