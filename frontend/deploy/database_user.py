"""Whom the database runs as: us, or `postgres` when we are root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontend.deploy.refusing import CannotStart


@dataclass(frozen=True)
class DatabaseUser:
    """An account of this machine, and whether we must turn into it."""

    name: str
    uid: int
    gid: int
    other: bool

    def child(self) -> dict[str, Any]:
        """Say to subprocess how a child becomes this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def give(self, path: Path) -> None:
        """Hand over a file or folder of ours."""
        if self.other:
            os.chown(path, self.uid, self.gid)

    def own(self, folder: Path) -> None:
        """Make a folder only this user may enter; refuse one that is somebody else's."""
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        folder.mkdir(exist_ok=True, mode=0o700)
        if folder.is_symlink() or folder.stat().st_uid not in {self.uid, os.geteuid()}:
            raise CannotStart(f"{folder} belongs to another user: remove it or set VAR_DIR.")
        folder.chmod(0o700)
        self.give(folder)

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user can walk down to a folder: not below /root, say."""
        if not self.other:
            return True
        walked = (parent.stat() for parent in folder.parents if parent.exists())
        return all(
            s.st_mode & 0o001 or (s.st_uid == self.uid and s.st_mode & 0o100) for s in walked
        )


def database_user() -> DatabaseUser:
    """Find the account: PostgreSQL refuses to run as root."""
    other = os.geteuid() == 0
    try:
        entry = pwd.getpwnam("postgres") if other else pwd.getpwuid(os.geteuid())
    except KeyError:
        raise CannotStart(
            "PostgreSQL does not run as root and there is no user `postgres` to run it as:"
            " install postgresql from your distribution, or start as an ordinary user."
        ) from None
    return DatabaseUser(entry.pw_name, entry.pw_uid, entry.pw_gid, other)
