"""Whether the compiled engine can answer at once: compiling it takes half a minute."""

import hashlib
import importlib.util
import os
import platform
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

SOURCES = Path(__file__).parent / "engine"


@cache
def machine_code() -> Path:
    """Give the folder for machine code made from exactly these sources by exactly this compiler."""
    made_from = hashlib.sha256()
    for source in sorted(SOURCES.glob("*.py")):
        made_from.update(source.read_bytes())
        # Numba forgets what it compiled from a file that was moved or touched, even unchanged;
        # whoever believed the note then waited half a minute for one camera.
        made_from.update(f"{source} {source.stat().st_mtime_ns}".encode())
    for part in (
        version("numba"),
        version("numpy"),
        sys.version,
        platform.platform(),
        _processor(),
    ):
        made_from.update(part.encode())
    # numba's own variable, which numba reads when it is imported and engine/compiled.py narrows to
    # this folder
    shelf = os.environ.get("NUMBA_CACHE_DIR") or str(SOURCES / "__pycache__")
    return Path(shelf) / f"visibility-{made_from.hexdigest()[:16]}"


def engine_ready() -> bool:
    """Tell whether numba is installed and has compiled the engine here, now or before."""
    if importlib.util.find_spec("numba") is None:
        return False
    return (machine_code() / "warm").exists()


def warm() -> None:
    """Compile the engine, and leave a note of it; a second where that was done before.

    Raises ImportError where numba is not installed.
    """
    from geo.visibility.engine import answers  # numba is optional, and slow to import

    answers.rehearse()
    note = machine_code() / "warm"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()


def _processor() -> str:
    from llvmlite import binding  # comes with numba

    return str(binding.get_host_cpu_name())
