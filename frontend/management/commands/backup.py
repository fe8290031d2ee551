"""Write the whole database into one file, without the keys."""

import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from frontend.deploy.dumping import connection_of, program
from registry.evidence import storing


class Command(BaseCommand):
    """The file is pg_dump's custom format: compressed, and restored whole or in parts."""

    help = "write the whole database into one file; the keys are not in it"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Dump beside the file and rename, so that a half-written backup has another name."""
        if file.exists():
            raise CommandError(f"{file} is there already: choose another name.")
        part = file.with_name(f"{file.name}.part")
        part.touch(mode=0o600)
        address, environment = connection_of("owner")
        dumped = subprocess.run(
            [
                *(program("pg_dump"), "--format=custom", "--no-owner", f"--file={part}"),
                "--no-unlogged-table-data",  # kept tiles, true only of the cluster they are from
                *address,
            ],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        if dumped.returncode:
            part.unlink()
            raise CommandError(f"pg_dump: {dumped.stderr.strip()}")
        part.rename(file)
        self.stdout.write(f"{file}: {file.stat().st_size / 1e6:.1f} MB")
        self.stdout.write(
            f"The keys are not in it. Keep a copy of {settings.KEYS} elsewhere: without them"
            " nobody can read camera credentials or check the seals of the audit log."
        )
        self.stdout.write(
            f"Nor is evidence: {_evidence()} Recordings are not kept for ever and lie in"
            f" {settings.RECORDINGS_DIR}."
        )


def _evidence() -> str:
    """Say what to do with what was received, whose hashes alone are in the database."""
    if not storing.at_hand():
        return "its bucket is backed up where it is."
    where = settings.STORAGES["evidence"]["OPTIONS"]["location"]
    return (
        f"copy {where} beside it. Its files never change, so that copying what is new is enough;"
        " what expired since is deleted again after a restore."
    )
