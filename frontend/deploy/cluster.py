"""A PostGIS cluster of our own: a socket in a locked room, no TCP, three logins."""

import os
import pwd
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from frontend.deploy import postgres
from frontend.deploy.database_user import database_user
from frontend.deploy.folders import elsewhere, socket_in
from frontend.deploy.refusing import CannotStart
from frontend.deploy.tied import tied

LOGINS = ("sightline_owner", "sightline_app", "sightline_public")

CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
wal_level = minimal
max_wal_senders = 0
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
# Parallel workers talk through /dev/shm, of which a container has 64 MB.
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
"""
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Cluster:
    """The database server under one VAR_DIR."""

    def __init__(self, var: Path, *, throwaway: bool = False) -> None:
        self.var = var.resolve()
        self.throwaway = throwaway
        self.user = database_user()
        base = self.var if self.user.can_enter(self.var) else elsewhere(self.var)
        self.data = base / "pg"
        self.socket = socket_in(base, "run/.s.PGSQL.5432", var=self.var).parent
        self.postgres = postgres.for_data(self.data)

    def urls(self) -> dict[str, str]:
        """Say where each login finds the database, as settings read it."""
        names = ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_PUBLIC_URL")
        return {
            name: f"postgis://{login}@/sightline?host={self.socket}"
            for name, login in zip(names, LOGINS, strict=True)
        }

    def command(self) -> list[str]:
        """Give the server's command, for whoever keeps it running."""
        return [self.postgres.program("postgres"), "-D", str(self.data)]

    def prepare(self) -> None:
        """Make the files of the cluster, and write its configuration anew: checkouts move."""
        for folder in (self.data, self.socket):
            self.user.own(folder)
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        settings = CONFIGURATION.format(socket=str(self.socket).replace("'", "''"))
        self._write("sightline.conf", settings + (THROWAWAY if self.throwaway else ""))
        self._write("pg_hba.conf", "local all all peer map=sightline\n")
        # `peer` asks the kernel who knocks. We may be any of our logins, nobody else is one.
        knocks = {self.user.name, pwd.getpwuid(os.geteuid()).pw_name}
        may_be = ("postgres", *LOGINS)
        lines = [f'sightline "{who}" {login}\n' for who in knocks for login in may_be]
        self._write("pg_ident.conf", "".join(lines))

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server as a child of ours, for one command; `run` leaves it to supervisor."""
        with (self.var / "log" / "database.log").open("ab") as log:
            return subprocess.Popen(
                tied(self.command(), "INT"),
                stdout=log,
                stderr=log,
                cwd="/",
                env=_plain(),
                process_group=0,  # the terminal's Ctrl-C must not end it before its command
                **self.user.child(),
            )

    def ready(self) -> bool:
        """Tell whether the server takes connections."""
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until the server takes connections: after a crash it first replays its log."""
        deadline = time.monotonic() + seconds
        while not self.ready():
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"The database did not open within {seconds:.0f} s: {self.var}/log/database.log"
                    " says why."
                )
            time.sleep(0.1)

    def furnish(self) -> bool:
        """Make what is missing of logins, database and PostGIS; say whether all was new."""
        with self._connect("postgres") as connection:
            there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for login in sorted(set(LOGINS) - there):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
            if self.throwaway:
                connection.execute("ALTER ROLE sightline_owner CREATEDB")
            made = "SELECT 1 FROM pg_database WHERE datname = 'sightline'"
            new = connection.execute(made).fetchone() is None
            if new:
                connection.execute("CREATE DATABASE sightline OWNER sightline_owner")
        # Test databases are made by the owner, who may not bring PostGIS: they take template1's.
        for database in ("sightline", *(["template1"] if self.throwaway else [])):
            with self._connect(database) as connection:
                connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        return new

    def _connect(self, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(
            host=str(self.socket),
            user="postgres",
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def _initdb(self) -> None:
        made = subprocess.run(
            [
                *(self.postgres.program("initdb"), "-D", str(self.data), "-U", "postgres"),
                *("-E", "UTF8", f"--locale={'C.UTF-8' if sys.platform == 'linux' else 'C'}"),
                *("--auth=peer", "--data-checksums", "--no-sync", "--no-instructions"),
            ],
            capture_output=True,
            text=True,
            cwd="/",
            env=_plain(),
            **self.user.child(),
        )
        if made.returncode:
            raise CannotStart(f"initdb failed in {self.data}: {made.stderr.strip()}")
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude = 'sightline.conf'\n")

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        path.chmod(0o600)
        self.user.give(path)


def _plain() -> dict[str, str]:
    """Keep the caller's PGHOST, PGOPTIONS and the like away from our server."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
