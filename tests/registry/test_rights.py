"""What the strangers' login may read, column by column, and that it may do nothing else."""

import pytest
from django.db import connections

# The town and what is published. A private camera's place is in none of these.
READABLE = {
    "building", "street", "district", "ground", "landmark", "address", "anchor", "spatial_ref_sys",
    "published_aggregate", "published_camera", "published_day", "published_file",
    "retention",
}  # fmt: skip
PUBLISHED = {"anchor_m", "kind", "band"}

COLUMNS = """
    SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges
    WHERE grantee IN (%s, 'PUBLIC') AND table_schema = 'public'
"""


def rights(login: str) -> set[tuple[str, str, str]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(COLUMNS, [connections[login].settings_dict["USER"]])
        return set(cursor.fetchall())


@pytest.fixture(autouse=True)
def _everything(committed: None) -> None:
    """Ask on the tables as migrated."""


def test_strangers_read_what_is_published_and_write_nothing() -> None:
    held = rights("public")
    extension = {"geography_columns", "geometry_columns"}
    assert {table for table, _, _ in held} - extension == READABLE
    assert {deed for table, _, deed in held if table not in extension} == {"SELECT"}


def test_strangers_read_no_more_of_a_published_camera_than_its_anchor() -> None:
    held = rights("public")
    assert {column for table, column, _ in held if table == "published_camera"} == PUBLISHED


def test_the_web_adds_to_the_log_and_changes_nothing_in_it() -> None:
    held = rights("default")
    for table in ("audit_entry", "audit_seal"):
        assert {deed for name, _, deed in held if name == table} == {"SELECT", "INSERT"}


def test_the_web_owns_nothing() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            # what it makes for itself alone and for a while is no part of the registry
            "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole AND relpersistence <> 't'",
            [connections["default"].settings_dict["USER"]],
        )
        assert cursor.fetchone() == (0,)
