"""A backup brings every row back, keeps the keys to itself, and never half."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.machine


@pytest.fixture
def backup(committed: None, tmp_path: Path) -> Path:
    Group.objects.create(name="night shift")
    call_command("backup", tmp_path / "centre.backup", stdout=StringIO())
    return tmp_path / "centre.backup"


def test_a_restored_backup_has_every_row(backup: Path) -> None:
    Group.objects.all().delete()
    call_command("restore", backup, "--replace", stdout=StringIO())
    assert Group.objects.get().name == "night shift"


def test_a_backup_is_for_its_owner_and_says_what_is_not_in_it(
    committed: None, tmp_path: Path
) -> None:
    said = StringIO()
    call_command("backup", tmp_path / "centre.backup", stdout=said)
    for left in (settings.KEYS, settings.VAR_DIR / "evidence", settings.RECORDINGS_DIR):
        assert str(left) in said.getvalue()
    assert (tmp_path / "centre.backup").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["centre.backup"]


def test_a_backup_never_overwrites_another(backup: Path) -> None:
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", backup)


def test_half_a_backup_changes_nothing(backup: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.backup"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    Group.objects.create(name="day shift")
    with pytest.raises(CommandError, match="pg_restore"):
        call_command("restore", half, "--replace")
    assert Group.objects.count() == 2
