"""What one worker remembers: whole answers, dropped the moment a write touches them."""

import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import NamedTuple

from tiles.keeping import FAR, FAR_SECONDS
from tiles.snapshot import Snapshot
from tiles.square import DEEPEST, Square
from tiles.touch import Touch

# An answer that took longer to make is not remembered, so no touch need be held longer.
LATE = 30.0
# While the listener has not been heard for so long, nothing that is remembered can be trusted.
SILENCE = 1.0


class Part(NamedTuple):
    """What an answer was made from: which tables, seen under which snapshot, when."""

    reads: frozenset[str]
    snapshot: Snapshot
    drawn_at: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A tile as it goes out: gzipped bytes (none for an empty tile) and their name."""

    body: bytes
    etag: str
    public: bool


@dataclass(slots=True)
class _Entry:
    answer: Answer
    parts: tuple[Part, ...]
    until: float = float("inf")


class Memory:
    """The answers last given, by square and doors."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._squares: OrderedDict[Square, dict[str, _Entry]] = OrderedDict()
        self._touches: deque[tuple[float, Touch]] = deque()
        self._heard_at = float("-inf")

    def recall(self, square: Square, doors: str) -> Answer | None:
        """Give the answer for these doors if it is still good."""
        if time.monotonic() - self._heard_at > SILENCE:
            return None
        with self._lock:
            entry = self._squares.get(square, {}).get(doors)
            if entry is None or entry.until < time.time():
                return None
            self._squares.move_to_end(square)
            return entry.answer

    def remember(
        self, square: Square, doors: str, answer: Answer, parts: tuple[Part, ...], *, began: float
    ) -> None:
        """Keep an answer begun at this monotonic time, unless something was written since."""
        entry = _Entry(answer, parts)
        if began < time.monotonic() - LATE:
            return
        with self._lock:
            for _, touch in self._touches:
                if touch.reaches(square) and not _fade(entry, touch, square):
                    return
            self._squares.setdefault(square, {})[doors] = entry
            self._squares.move_to_end(square)
            while len(self._squares) > self._most:
                self._squares.popitem(last=False)

    def drop(self, touch: Touch) -> None:
        """Forget what a write has made stale."""
        with self._lock:
            now = time.monotonic()
            self._touches.append((now, touch))
            while self._touches[0][0] < now - 2 * LATE:
                self._touches.popleft()
            for square in self._reached(touch):
                doors = self._squares[square]
                for name in [n for n, e in doors.items() if not _fade(e, touch, square)]:
                    del doors[name]

    def hear(self) -> None:
        """Note that the listener is in touch with the database and has told all it knows."""
        self._heard_at = time.monotonic()

    def clear(self) -> None:
        """Forget everything: the listener may have missed something."""
        with self._lock:
            self._squares.clear()
            self._touches.clear()
            self._heard_at = float("-inf")

    def _reached(self, touch: Touch) -> list[Square]:
        few = len(self._squares)
        reached: list[Square] = []
        for z in range(DEEPEST + 1):
            if touch.spread(z) > few:
                # cheaper to look through what is remembered than through the squares of the box
                rest = (s for s in self._squares if s.z >= z)
                return reached + [s for s in rest if touch.reaches(s)]
            reached += [s for s in touch.squares(z) if s in self._squares]
        return reached


def _fade(entry: _Entry, touch: Touch, square: Square) -> bool:
    """Tell whether an entry may stay after a touch; far out it may, for a few seconds more."""
    stale = [
        part
        for part in entry.parts
        if touch.source in part.reads and not part.snapshot.saw(touch.transaction)
    ]
    if stale and square.z > FAR:
        return False
    entry.until = min([entry.until, *(part.drawn_at + FAR_SECONDS for part in stale)])
    return True
