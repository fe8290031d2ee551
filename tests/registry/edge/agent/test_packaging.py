"""The box's package holds every file its program needs, and none that knows a centre."""

import subprocess
import sys
import tomllib
from pathlib import Path

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
