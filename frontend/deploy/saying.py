"""Words for the person at the terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(words: str) -> None:
    """Print one line at once, also into a pipe."""
    print(words, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done, then how long it took."""
    began = time.monotonic()
    if sys.stdout.isatty():
        print(f"  {what} …", end="\r", flush=True)
    yield
    say(f"  {what:<46} {time.monotonic() - began:5.1f} s")
