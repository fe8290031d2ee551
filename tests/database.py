"""The test database: migrated once by its owner, copied for each worker, rewound when asked."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.backends.utils import CursorWrapper

ATTEMPTS = 5
ROOT = Path(__file__).resolve().parent.parent

# Tables a migration made; what an extension brought (spatial_ref_sys) stays as it is.
TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname), format('seed.%I', c.relname), c.oid
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r'
      AND n.nspname NOT IN ('information_schema', 'seed')
      AND n.nspname NOT LIKE 'pg\\_%%'
      AND c.relpersistence <> 't'
      AND c.relname <> 'django_migrations'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def create(worker: str) -> str:
    """Make this worker's own copy of the migrated database and point every login at it."""
    home = connections["owner"].settings_dict["NAME"]
    template, name = f"test_{home}_{_migrations_hash()}", f"test_{home}_{worker}"
    with _server() as cursor:
        # One worker migrates while the others wait. The lock is the session's, because
        # CREATE DATABASE may not run in a transaction.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [home])
        if not _exists(cursor, template):
            _drop_older_templates(cursor, home)
            cursor.execute(f'CREATE DATABASE "{template}_new"')
            _migrate(f"{template}_new")
            cursor.execute(f'ALTER DATABASE "{template}_new" RENAME TO "{template}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _point_at(name)
    return name


def drop(name: str) -> None:
    """Take a worker's copy away, whoever is still connected."""
    connections.close_all()
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def rewind() -> None:
    """Bring every table back to what the migrations left in it, as its owner."""
    for connection in connections.all(initialized_only=True):
        connection.close()  # an open transaction of a failed test would hold its locks against us
    for _ in range(ATTEMPTS):
        try:
            _rewind()
        except OperationalError as held:  # a part that still runs wanted it in another order
            connections["owner"].close()
            failure = held
        else:
            return
    raise failure


def _rewind() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN; SET LOCAL lock_timeout = '10s'; SET CONSTRAINTS ALL DEFERRED")
        filled = _filled(cursor)
        if filled:
            cursor.execute(f"TRUNCATE {', '.join(table for table, _, _ in filled)} CASCADE")
        for table, seed, oid in filled:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [seed])
            if cursor.fetchone() == (True,):
                columns = _columns(cursor, oid)
                cursor.execute(
                    f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE"
                    f" SELECT {columns} FROM {seed}"
                )
        cursor.execute("COMMIT")


def _migrate(name: str) -> None:
    home = _point_at(name)
    call_command("migrate", database="owner", verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE SCHEMA seed")
        for table, seed, _ in _filled(cursor):
            cursor.execute(f"CREATE TABLE {seed} AS TABLE {table}")
    _point_at(home)


def _filled(cursor: CursorWrapper) -> list[tuple[str, str, int]]:
    cursor.execute(TABLES)
    tables: list[tuple[str, str, int]] = cursor.fetchall()
    asked = (f"SELECT {oid} WHERE EXISTS (SELECT FROM {table})" for table, _, oid in tables)
    cursor.execute(" UNION ALL ".join(asked))
    filled = {oid for (oid,) in cursor.fetchall()}
    return [row for row in tables if row[2] in filled]


def _columns(cursor: CursorWrapper, oid: int) -> str:
    cursor.execute(COLUMNS, [oid])
    return str(cursor.fetchone()[0])


def _point_at(name: str) -> str:
    """Connect every login to this database from now on; without pools: threads outlive a test."""
    connections.close_all()
    was = connections["owner"].settings_dict["NAME"]
    for connection in connections.all():
        connection.settings_dict["NAME"] = name
        connection.settings_dict["OPTIONS"].pop("pool", None)
    return str(was)


@contextmanager
def _server() -> Iterator[CursorWrapper]:
    with connections["owner"]._nodb_cursor() as cursor:  # as Django's own test runner does
        yield cursor


def _exists(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def _drop_older_templates(cursor: CursorWrapper, home: str) -> None:
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s",
        [f"^test_{home}_[0-9a-f]{{12}}(_new)?$"],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _migrations_hash() -> str:
    """Name what the database is made from: a template is never older than its migrations."""
    sources = [
        ROOT / "uv.lock",
        *ROOT.glob("*/migrations/**/*.py"),
        *ROOT.glob("registry/**/*.sql"),
    ]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
