"""Run one command of manage.py with the database up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from frontend.deploy.borrowing import database
from frontend.deploy.parts import HOUSE, MANAGE
from frontend.deploy.refusing import CannotStart


def main(words: list[str]) -> int:
    """Run it and pass its exit status on."""
    # An import may take minutes; only the web's questions have five seconds.
    os.environ.setdefault("STATEMENT_TIMEOUT_MS", "0")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with database(Path(os.environ.get("VAR_DIR", HOUSE / "var")).resolve()) as environment:
            return subprocess.run([*MANAGE, *words], env=environment).returncode
    except CannotStart as refusal:
        print(f"sightline: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
