"""Recordings on the box's own disk: a ring of short films, of which the oldest make room."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from registry.edge.agent.refusals import DiskRefused
from registry.feeds.playback import Span

NAME = "recordings"
RESERVE = 256 << 20  # bytes that are left to everything else on the disk
SLACK = 0.98  # of the limit, so that room is not made for each film anew
TOGETHER = 3.0  # seconds between two films under which nothing is missing


@dataclass(frozen=True, order=True)
class Segment:
    """One film: its name says when it begins, the file's own time when it ends, also cut short."""

    begins_at: float
    ends_at: float
    path: Path
    size: int


class Ring:
    """Every film of every camera, within a limit in bytes. Its methods wait for the disk."""

    def __init__(self, folder: Path, limit: int, reserve: int = RESERVE) -> None:
        """Keep them in this folder."""
        self._folder, self._limit, self._reserve = folder / NAME, limit, reserve
        self._size: int | None = None
        self._alone = threading.Lock()

    def begin(self, camera: UUID, at: float) -> Path:
        """Make room and name a new film. Raises DiskRefused."""
        try:
            path = self._folder / camera.hex / f"{int(at * 1000):013d}.mp4"
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone:
                self._make_room()
        except OSError as fault:
            raise DiskRefused(_said(fault)) from None
        return path

    def add(self, path: Path, data: bytes, until: float) -> None:
        """Add pictures to a film, the last of them taken at `until`. Raises DiskRefused."""
        try:
            with path.open("ab") as out:
                out.write(data)
            os.utime(path, (until, until))
        except OSError as fault:
            raise DiskRefused(_said(fault)) from None
        with self._alone:
            self._size = (self._size or 0) + len(data)

    def segments(self, camera: UUID, begin: float, end: float) -> list[Segment]:
        """Give a camera's films that touch this time, in order."""
        found = _segments(self._folder / camera.hex)
        return sorted(each for each in found if each.begins_at < end and each.ends_at > begin)

    def spans(self, camera: UUID, begin: float, end: float) -> list[Span]:
        """Say what is kept between two moments."""
        spans: list[Span] = []
        for each in self.segments(camera, begin, end):
            span = Span(max(each.begins_at, begin), min(each.ends_at, end))
            if spans and span.begins_at - spans[-1].ends_at < TOGETHER:
                span = Span(spans.pop().begins_at, span.ends_at)
            spans.append(span)
        return spans

    def _make_room(self) -> None:
        free = shutil.disk_usage(self._folder).free
        if self._size is not None and self._size <= self._limit and free >= self._reserve:
            return
        kept = sorted(each for camera in self._folder.iterdir() for each in _segments(camera))
        size = sum(each.size for each in kept)
        most = self._limit if size <= self._limit else self._limit * SLACK
        for oldest in kept:
            if size <= most and free >= self._reserve:
                break
            oldest.path.unlink(missing_ok=True)
            size, free = size - oldest.size, free + oldest.size
        self._size = size
        if free < self._reserve:
            raise DiskRefused("the box's disk is full")


def _segments(folder: Path) -> Iterator[Segment]:
    for path in folder.glob("*.mp4"):
        try:
            told = path.stat()
        except FileNotFoundError:  # it has just made room
            continue
        yield Segment(int(path.stem) / 1000, told.st_mtime, path, told.st_size)


def _said(fault: OSError) -> str:
    return f"the box's disk says: {fault.strerror or fault}"
