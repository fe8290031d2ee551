"""What cannot work stops the start with one line that says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.machine import ROOT, environment

pytestmark = pytest.mark.machine


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DATABASE_URL": "mysql://root@/sightline"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DEMO": "perhaps"}, "DEMO='perhaps'"),
        ({"DEMO": "1", "ALLOWED_HOSTS": "centre.example"}, "DEMO=1 is for loopback only"),
        ({"POOL_SIZE": "many"}, "POOL_SIZE='many'"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    asked = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=environment(tmp_path / "var", **settings),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert asked.returncode != 0
    assert words in asked.stderr.strip().splitlines()[-1]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    asked = subprocess.run(
        [ROOT / "sightline", "help", "check"],
        env=environment(tmp_path / "file" / "var"),
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 1
    assert asked.stderr.splitlines()[-1].startswith("sightline: VAR_DIR=")


def test_the_script_says_what_it_can_do() -> None:
    asked = subprocess.run([ROOT / "sightline"], capture_output=True, text=True, check=True)
    assert "./sightline run" in asked.stdout


def test_a_step_that_fails_shows_its_log_and_a_hint(tmp_path: Path) -> None:
    """The packages of a checkout whose lock is damaged."""
    for name in ("sightline", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "uv.lock").write_text("damaged")
    uv = tmp_path / ".uv" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text("#!/bin/sh\necho 'cannot read the lock'; exit 2\n")
    uv.chmod(0o755)
    kept = environment(tmp_path / "var")
    asked = subprocess.run(
        ["bash", tmp_path / "sightline", "run"],
        env={**kept, "PATH": f"{uv.parent}:{kept['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 1
    assert "cannot read the lock" in asked.stderr
    assert asked.stderr.splitlines()[-1].startswith("sightline: python packages failed.")
