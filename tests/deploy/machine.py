"""A centre of its own for a test: started by the script's own program, watched from outside."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psutil

from frontend.deploy.health import health
from frontend.deploy.ports import free_from
from frontend.deploy.tied import tied

ROOT = Path(__file__).resolve().parents[2]


def until(condition: Callable[[], bool], *, seconds: float, otherwise: str) -> float:
    """Wait for a condition and give the seconds it took.

    The seconds are those of a machine that does nothing else; a busy one is given more.
    """
    began = time.monotonic()
    while not condition():
        busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        assert time.monotonic() - began < seconds * busy, otherwise
        time.sleep(0.02)
    return time.monotonic() - began


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder every user can enter; pytest's own are for the one who runs it."""
    with tempfile.TemporaryDirectory(prefix="sightline-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def alive(process: psutil.Process) -> bool:
    """Tell whether a process runs; a container's first process may never bury the dead."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def environment(var: Path, **settings: str) -> dict[str, str]:
    """Give the environment of a terminal that knows nothing of this test run's database."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(
            ("DATABASE_", "PG", "PYTEST", "DEMO", "MEDIA_", "PUBLIC_", "STATEMENT")
        )
    }
    return {**kept, "VAR_DIR": str(var), "PYTHONPATH": str(ROOT), **settings}


class Centre:
    """`./sightline run --empty`, without the part that installs."""

    def __init__(self, var: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.output = var.with_suffix(".out")
        program = ("-m", "frontend.deploy.running")
        with self.output.open("wb") as output:
            self.process = psutil.Popen(
                tied([sys.executable, *program, "--empty", "--port", str(port)], "TERM"),
                env=environment(var, DEMO="1"),
                cwd=ROOT,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    @classmethod
    def started(cls, var: Path) -> Self:
        """Start one and wait until it says its address."""
        centre = cls(var, free_from(8110))
        until(centre.said("Ctrl-C stops it"), seconds=60, otherwise="it does not start")
        assert centre.process.poll() is None, centre.output.read_text()
        return centre

    def said(self, words: str) -> Callable[[], bool]:
        """Tell whether it printed these words, or has ended."""
        return lambda: words in self.output.read_text() or self.process.poll() is not None

    def healthy(self) -> bool:
        """Ask /healthz; a failed test shows what it said."""
        report = health(self.address)
        if report.get("status") != "ok":
            sys.stderr.write(f"{report}\n")
        return report.get("status") == "ok"

    def part(self, marker: str) -> psutil.Process:
        """Find the keeper's own child whose command line holds this."""
        keepers = [process for process in self.process.children() if process.is_running()]
        for process in keepers[0].children():
            if marker in " ".join(process.cmdline()):
                return process
        raise LookupError(f"{marker} is not running")

    def has(self, marker: str) -> bool:
        """Tell whether such a part runs."""
        try:
            return alive(self.part(marker))
        except (LookupError, psutil.NoSuchProcess):
            return False

    def family(self) -> list[psutil.Process]:
        """List every process it started, at any depth, parents first."""
        return list(self.process.children(recursive=True))

    def stop(self, number: signal.Signals) -> list[psutil.Process]:
        """Send it a signal and give whatever outlives it."""
        family = self.family()
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        gone = time.monotonic() + 10
        while any(alive(process) for process in family) and time.monotonic() < gone:
            time.sleep(0.05)
        return [process for process in family if alive(process)]
