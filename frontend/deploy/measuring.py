"""The benchmarks, one after the other, each printing its ratios."""

import os
import subprocess
import sys
from pathlib import Path

from frontend.deploy.borrowing import database
from frontend.deploy.parts import HOUSE
from frontend.deploy.refusing import CannotStart
from frontend.deploy.saying import say


def main(asked: list[str]) -> int:
    """Run the benchmarks named, or all."""
    there = {path.stem.removeprefix("bench_"): path for path in _benches()}
    unknown = [name for name in asked if name not in there]
    if unknown:
        print(
            f"sightline: no benchmark {unknown[0]}; there are {', '.join(there)}", file=sys.stderr
        )
        return 2
    status = 0
    try:
        with database(Path(os.environ["VAR_DIR"]).resolve(), throwaway=True) as environment:
            environment |= {"DEMO": "1", "STATEMENT_TIMEOUT_MS": "0"}
            for name in asked or there:
                say(f"\n== {name}")
                words = [sys.executable, str(there[name])]
                status |= subprocess.run(words, env=environment, cwd=HOUSE).returncode
    except CannotStart as refusal:
        print(f"sightline: {refusal}", file=sys.stderr)
        return 1
    return status


def _benches() -> list[Path]:
    return sorted((HOUSE / "tests" / "bench").glob("bench_*.py"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
