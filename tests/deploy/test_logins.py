"""What the three logins may do, asked of the database itself."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connections


def user(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_tests_ask_as_the_login_of_the_web(db: None) -> None:
    assert user("default") == connections["default"].settings_dict["USER"]
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        connections["default"].cursor().execute("TRUNCATE audit_entry")


def test_committed_rows_are_seen_by_every_login(committed: None) -> None:
    assert {user(alias) for alias in ("default", "owner", "public")} == {
        connections[alias].settings_dict["USER"] for alias in ("default", "owner", "public")
    }


@pytest.mark.parametrize("time", ["first", "second"])
def test_committed_rows_are_gone_for_the_next_test(committed: None, time: str) -> None:
    assert not ContentType.objects.filter(app_label="left_behind").exists()
    assert ContentType.objects.filter(app_label="registry").exists()
    ContentType.objects.create(app_label="left_behind", model=time)
