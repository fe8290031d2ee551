"""Where last pictures outlive a restart of media, but not of the machine."""

import hashlib
import os
from pathlib import Path

from django.conf import settings


def frames_folder() -> Path:
    """Make the folder, in memory where the machine has a RAM disk, for this user only."""
    name = hashlib.sha256(str(settings.VAR_DIR).encode()).hexdigest()[:12]
    ram = Path("/dev/shm")  # noqa: S108  a folder of our own, 0700, owner checked  # nosec B108
    base = ram if ram.is_dir() and os.access(ram, os.W_OK) else settings.VAR_DIR
    folder = Path(base) / f"sightline-frames-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid() or folder.is_symlink():
        raise PermissionError(f"{folder} is somebody else's: remove it")
    folder.chmod(0o700)
    return folder
