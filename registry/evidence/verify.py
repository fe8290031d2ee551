"""Check an export of evidence: python3 verify.py, in the folder the archive was unpacked to.

Needs Python 3 and nothing else. Names the first file that is not what was kept and ends with 1.
"""

from __future__ import annotations  # for the oldest Python that may be found

import hashlib
import json
import sys
from pathlib import Path
from typing import Any


def main(folder: Path) -> int:
    """Check every file the manifest names, then that nothing else lies among them."""
    text = (folder / "manifest.json").read_bytes()
    files = json.loads(text.decode("utf-8"))["files"]
    for entry in files:
        fault = check(folder / entry["path"], entry)
        if fault:
            print("BAD: {}: {}".format(entry["path"], fault))
            return 1
    named = {folder / entry["path"] for entry in files}
    for path in sorted((folder / "files").rglob("*")):
        if path.is_file() and path not in named:
            print(f"BAD: {path.relative_to(folder)}: the manifest does not name it")
            return 1
    print(f"OK: {len(files)} files are what was kept.")
    print(f"Compare with the centre's log: manifest {hashlib.sha256(text).hexdigest()}")
    return 0


def check(path: Path, entry: dict[str, Any]) -> str:
    """Say what is wrong with a file; nothing is."""
    if not path.is_file():
        return "it is missing"
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
            size += len(piece)
    if size != entry["size"]:
        return "it has {} bytes, {} were kept".format(size, entry["size"])
    if digest.hexdigest() != entry["sha256"]:
        return "its SHA-256 is {}, {} was kept".format(digest.hexdigest(), entry["sha256"])
    return ""


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
