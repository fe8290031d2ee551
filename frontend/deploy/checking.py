"""Every check, then every test; pytest has the last word."""

import os
import platform
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from frontend.deploy.borrowing import database
from frontend.deploy.parts import HOUSE, MANAGE
from frontend.deploy.refusing import CannotStart
from frontend.deploy.saying import say

NPM = ["node", os.environ.get("NPM", "npm"), "--prefix", "frontend", "--silent", "run"]
OURS = ["geo", "registry", "tiles", "frontend", "fixtures"]
COMPILE = "from geo.visibility import warm; warm()"
# Two at a time: those that take longest on a fresh machine first.
CHECKS = {
    "kernels": [sys.executable, "-c", COMPILE],  # once, before pytest forks
    "mypy": ["mypy"],
    "ruff format": ["ruff", "format", "--check", "."],
    "ruff": ["ruff", "check", "."],
    "import rules": ["lint-imports"],
    "templates": ["djlint", "frontend/templates", "--check", "--lint"],
    "bandit": ["bandit", "-q", "-c", "pyproject.toml", "-r", *OURS],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "settings": [*MANAGE, "check"],
    "biome": [*NPM, "lint"],
    "tsc": [*NPM, "types"],
    "vitest": [*NPM, "test"],
}


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    name: str
    passed: bool
    words: str
    seconds: float

    def line(self) -> str:
        """Give the check's name and its own closing line."""
        closing = next((line for line in reversed(self.words.splitlines()) if line.strip()), "")
        return f"  {self.name:<14} {self.seconds:5.1f} s  {closing.strip()[:100]}"


def main(asked: list[str]) -> int:
    """Run the checks two at a time, all of them; then pytest, if they passed."""
    os.chdir(HOUSE)
    try:
        with database(Path(os.environ["VAR_DIR"]).resolve(), throwaway=True) as environment:
            environment |= {"DEMO": "1", "STATEMENT_TIMEOUT_MS": "60000"}
            _say_versions()
            failed = _check(environment, ["kernels"] if asked else [*CHECKS])
            if failed:
                say(f"\nsightline: {', '.join(failed)} failed, the tests were not run.")
                return 1
            return _pytest(asked, environment)
    except CannotStart as refusal:
        print(f"sightline: {refusal}", file=sys.stderr)
        return 1


def _say_versions() -> None:
    names = ("django", "psycopg", "shapely", "numpy", "ruff", "mypy", "pytest", "playwright")
    node = subprocess.run(["node", "-v"], capture_output=True, text=True, check=True).stdout.strip()
    say(f"  Python {platform.python_version()}, Node {node}, {platform.platform()}")
    say("  " + ", ".join(f"{name} {version(name)}" for name in names))


def _check(environment: dict[str, str], names: list[str]) -> list[str]:
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(lambda name: _outcome(name, environment), names):
            say(outcome.line() if outcome.passed else f"  {outcome.name} FAILED\n{outcome.words}")
            if not outcome.passed:
                failed.append(outcome.name)
    return failed


def _outcome(name: str, environment: dict[str, str]) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        CHECKS[name], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return Outcome(name, done.returncode == 0, done.stdout, time.monotonic() - began)


def _pytest(asked: list[str], environment: dict[str, str]) -> int:
    """Run the tests: first those that start whole parts of their own, then all others."""
    pytest = [sys.executable, "-m", "pytest", "--quiet"]
    if asked:
        return subprocess.run([*pytest, *asked], env=environment).returncode
    words = ["-m", "machine", "--numprocesses", "2", "--dist", "loadfile", *_machine_tests()]
    machine = subprocess.run([*pytest, *words], env=environment).returncode
    # Four on two cores, for most of them mostly wait. Tests that share a browser or running parts
    # share one worker by their xdist_group.
    words = ["-m", "not machine", "--numprocesses", "4", "--dist", "loadgroup"]
    return subprocess.run([*pytest, *words], env=environment).returncode or machine


def _machine_tests() -> list[str]:
    """List the files with such tests; to read all others for them would take longer than they."""
    files = sorted((HOUSE / "tests").rglob("test_*.py"))
    return [str(path) for path in files if "mark.machine" in path.read_text()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
