"""A bar that says how far a long deed has come."""

import time

from django.core.management.base import OutputWrapper

WIDTH = 30


class Bar:
    """One line, drawn over and over on a terminal, and once at its end anywhere else."""

    def __init__(self, out: OutputWrapper, what: str) -> None:
        self.out = out
        self.what = what
        self.begun = time.monotonic()
        self.drawn = 0.0
        self.live = out.isatty()

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show how many are done, of how many if that is known."""
        now = time.monotonic()
        finished = done == total
        if not finished and (not self.live or now - self.drawn < 0.1):
            return
        self.drawn = now
        speed = f"{done / max(now - self.begun, 1e-3):,.0f}/s"
        text = f"{self.what} {_bar(done, total)}, {speed}"
        end = "\n" if finished else ""
        self.out.write(f"\r{text}\x1b[K" if self.live else text, str, end)
        self.out.flush()

    def close(self) -> None:
        """Leave the line, where the total was never known."""
        if self.live and self.drawn:
            self.out.write("\r\x1b[K", str, "")


def _bar(done: int, total: int | None) -> str:
    if not total:
        return f"{done:,}"
    full = WIDTH * done // total
    return f"[{'#' * full}{'·' * (WIDTH - full)}] {done:,} of {total:,}"
