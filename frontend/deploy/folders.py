"""Where things lie: one VAR_DIR of ours, and a short place for sockets when its name is long."""

import hashlib
import os
import tempfile
from pathlib import Path

from frontend.deploy.refusing import CannotStart

# A socket's whole name may have 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET = 103
OURS = ("keys", "log", "mail", "frames", "evidence", "recordings", "uploads")


def furnish(var: Path) -> None:
    """Make VAR_DIR; the database's user walks through it, into nothing of ours."""
    for folder, mode in [(var, 0o711), *((var / name, 0o700) for name in OURS)]:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)


def socket_in(folder: Path, name: str, *, var: Path) -> Path:
    """Choose where a socket lies: in this folder if its name is short enough."""
    wanted = folder / name
    return wanted if len(os.fsencode(wanted)) <= LONGEST_SOCKET else elsewhere(var) / name


def elsewhere(var: Path) -> Path:
    """Choose a short place for this VAR_DIR, always the same one, and make sure it is ours."""
    mark = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    if os.geteuid() == 0:
        place = Path("/var/lib/sightline") / mark
    else:
        place = Path(tempfile.gettempdir()) / f"sightline-{os.geteuid()}-{mark}"
    place.mkdir(parents=True, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid != os.geteuid():
        raise CannotStart(f"{place} belongs to another user: remove it or set a shorter VAR_DIR.")
    place.chmod(0o711)
    return place
