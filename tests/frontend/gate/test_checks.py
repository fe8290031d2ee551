"""What cannot work together is said at the start, with what to do about it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.core.management import CommandError, call_command
from pytest_django import Settings

from frontend.gate import checks

ROOT = Path(__file__).parents[3]
Check = Callable[..., Iterator[CheckMessage]]


@pytest.fixture(autouse=True)
def real(settings: Settings) -> None:
    settings.DEMO = False


def said(check: Check) -> list[str | None]:
    messages = list(check())
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


def test_one_login_for_everything_is_an_error(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(checks.logins) == []
    owner = settings.DATABASES["owner"]["USER"]
    for alias in ("default", "public"):
        monkeypatch.setitem(settings.DATABASES[alias], "USER", owner)
    assert said(checks.logins) == ["sightline.E001"]


def test_who_was_not_told_the_owners_login_is_not_asked_for_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OWNER_KNOWN = False
    monkeypatch.setitem(settings.DATABASES["owner"], "USER", settings.DATABASES["default"]["USER"])
    assert said(checks.logins) == []
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("prepare")


def test_keys_are_long_and_not_the_same(settings: Settings) -> None:
    assert said(checks.keys) == []
    settings.SEAL_KEY = settings.SECRET_KEY
    assert said(checks.keys) == ["sightline.E002"]
    settings.SEAL_KEY = "short"
    assert said(checks.keys) == ["sightline.E003"]


def test_a_real_centre_is_reached_by_https(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "http://cameras.example.org"
    settings.SEAL_URL = "http://seals.example.org"
    assert said(checks.addresses) == ["sightline.E004", "sightline.E005"]


def test_a_directory_needs_its_client_and_secret(settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{"client_id": "us", "secret": ""}]}
    }
    assert said(checks.directory) == ["sightline.E006"]


def test_service_asks_for_more_than_the_demo(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = settings.MEDIA_ADDRESS = ""
    settings.PROXIES = 0
    assert said(checks.service) == ["sightline.W001", "sightline.W002", "sightline.W003"]


def test_a_centre_in_service_passes_djangos_own_check(tmp_path: Path) -> None:
    address = "postgis://{}@/sightline?host=/run/postgresql"
    service = {
        "DEMO": "0",
        "VAR_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "cameras.example.org",
        "PUBLIC_ADDRESS": "https://cameras.example.org",
        "MEDIA_ADDRESS": "cameras.example.org",
        "PROXIES": "1",
        "DATABASE_URL": address.format("web"),
        "DATABASE_OWNER_URL": address.format("owner"),
        "DATABASE_PUBLIC_URL": address.format("public"),
    }
    ran = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**os.environ, **service},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEMO", "perhaps"), ("PROXIES", "two"), ("ALLOWED_HOSTS", "cameras.example.org")],
)
def test_a_bad_value_stops_the_start_with_one_line(tmp_path: Path, name: str, value: str) -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(tmp_path), "DEMO": "1", name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0
    assert name in ran.stderr.strip().splitlines()[-1]
