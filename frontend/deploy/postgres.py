"""Which PostgreSQL on this machine can open our data."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from frontend.deploy.refusing import CannotStart

# Debian and Ubuntu keep every version side by side; Homebrew's two homes are for Apple and Intel.
HOMES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Postgres:
    """One installed PostgreSQL that has PostGIS."""

    major: int
    bin: Path

    def program(self, name: str) -> str:
        """Name one of its programs in full."""
        return str(self.bin / name)


def for_data(data: Path) -> Postgres:
    """Choose the newest, or for a cluster that exists the one that made it."""
    here = installed()
    made_by = data / "PG_VERSION"
    if not made_by.exists():
        if not here:
            raise CannotStart(
                "No PostgreSQL with PostGIS here: apt-get install postgresql-postgis, or set"
                " DATABASE_URL to a server that has it."
            )
        return here[0]
    major = int(made_by.read_text())
    for postgres in here:
        if postgres.major == major:
            return postgres
    only = f"only {', '.join(str(postgres.major) for postgres in here)} is" if here else "none is"
    raise CannotStart(
        f"{data} was made by PostgreSQL {major}, {only} here: install"
        f" postgresql-{major}-postgis-3, or restore a backup into a new VAR_DIR."
    )


def installed() -> list[Postgres]:
    """List what is installed with PostGIS, newest first."""
    homes = [home for pattern in HOMES for home in Path("/").glob(pattern[1:])]
    found = [Postgres(_major(home), home) for home in homes if _has_postgis(home)]
    return sorted(found, key=lambda postgres: -postgres.major)


def _major(home: Path) -> int:
    words = subprocess.run(
        [home / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    match = re.search(r"\d+", words)
    return int(match[0]) if match else 0


def _has_postgis(home: Path) -> bool:
    # Debian puts pg_config into a package of its own; its layout is as fixed as its answer.
    share = Path("/usr/share/postgresql") / home.parent.name
    if (home / "pg_config").exists() and os.access(home / "pg_config", os.X_OK):
        asked = subprocess.run([home / "pg_config", "--sharedir"], capture_output=True, text=True)
        share = Path(asked.stdout.strip()) if asked.returncode == 0 else share
    return (home / "postgres").exists() and (share / "extension" / "postgis.control").exists()
