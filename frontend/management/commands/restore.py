"""Put a backup in the place of the database."""

import subprocess
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from frontend.deploy.dumping import connection_of, program
from registry.audit.restoring import record_restore


class Command(BaseCommand):
    """All or nothing: a restore that fails leaves the database as it was."""

    help = "replace the database by a backup; then migrate it to this version"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which, and the word that means it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="yes, also where there is data")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Restore in one transaction, then bring tables and rights to this version."""
        if not file.is_file():
            raise CommandError(f"{file} is not there.")
        if not replace and _has_data():
            raise CommandError("There is data here. Say --replace to lose it for the backup's.")
        address, environment = connection_of("owner")
        connections.close_all()
        listed = self._run(["--list", str(file)], environment)
        wanted = [line for line in listed.splitlines() if not _of_the_superuser(line)]
        choice = file.with_name(f"{file.name}.list")
        choice.write_text("\n".join(wanted))
        try:
            how = ["--single-transaction", "--no-owner", "--clean", "--if-exists"]
            self._run([*how, f"--use-list={choice}", *address, str(file)], environment)
        finally:
            choice.unlink()
        call_command("migrate", verbosity=0)
        if lost := record_restore(file.name):
            self.stdout.write(f"{lost} seals were younger than it; the log says so.")
        self.stdout.write(f"The database is as in {file}. Put its keys back too, if they differ.")

    def _run(self, words: list[str], environment: dict[str, str]) -> str:
        done = subprocess.run(
            [program("pg_restore"), *words], env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise CommandError(f"pg_restore: {done.stderr.strip()}")
        return done.stdout


def _has_data() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('camera') IS NOT NULL")
        if cursor.fetchone() == (False,):
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM camera) OR EXISTS (SELECT FROM audit_entry)")
        return bool(cursor.fetchone()[0])


def _of_the_superuser(line: str) -> bool:
    """Tell what the owner may neither drop nor make: PostGIS and the schema it lies in."""
    return " EXTENSION " in line or " SCHEMA - public" in line or "spatial_ref_sys" in line
