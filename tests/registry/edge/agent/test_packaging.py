"""The box's package holds every file its program needs, and none that knows a centre."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[4]
AGENT = HOUSE / "registry" / "edge" / "agent"
LOADED = """
import sys
import registry.edge.agent.__main__
print(*(m.__file__ for n, m in sys.modules.items() if n.startswith("registry") and m.__file__))
print(*(n for n in sys.modules if n.partition(".")[0] in {"django", "psycopg", "PIL", "av"}))
"""


def test_what_the_program_loads_is_in_the_package_and_nothing_of_a_centre() -> None:
    command = [sys.executable, "-c", LOADED]
    said = subprocess.run(command, cwd=HOUSE, check=True, capture_output=True, text=True).stdout
    files, strangers = said.split("\n")[:2]
    project = tomllib.loads((AGENT / "pyproject.toml").read_text())
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    packed = [(AGENT / each).resolve() for each in taken]
    empty = {HOUSE / "registry", HOUSE / "registry/edge", HOUSE / "registry/feeds"}
    missing = [
        file
        for file in map(Path, files.split())
        if not any(file.is_relative_to(each) for each in packed)
        and not (file.name == "__init__.py" and file.parent in empty and not file.read_text())
    ]
    assert missing == []
    assert strangers == ""


def test_the_packed_program_runs_by_itself_and_its_commands_are_there(tmp_path: Path) -> None:
    project = tomllib.loads((AGENT / "pyproject.toml").read_text())
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for source, target in taken.items():
        at = (AGENT / source).resolve()
        (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
        if at.is_dir():
            shutil.copytree(at, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(at, tmp_path / target)
    module, _, _ = project["project"]["scripts"]["sightline-edge"].partition(":")
    command = [sys.executable, "-m", module, "--folder", str(tmp_path / "box")]
    helped = subprocess.run(
        [*command, "--help"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert "{enrol,run,status,ring,cameras}" in helped.stdout
    refused = subprocess.run([*command, "run"], cwd=tmp_path, capture_output=True, text=True)
    assert "belongs to no centre yet" in refused.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    unit = (AGENT / "sightline-edge.service").read_text()
    here = tmp_path / "sightline-edge.service"
    here.write_text(unit.replace("/opt/sightline-edge/bin/sightline-edge", sys.executable))
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(here)], capture_output=True, text=True, timeout=60
    )
    assert "sightline-edge" not in checked.stderr
