"""Put RTP packets back in order, and notice the ones that never come (RFC 3550)."""

from collections.abc import Iterator

PATIENCE = 32  # packets waited for one that is late


class Ordering:
    """Packets by their sequence number; over TCP nothing is ever late."""

    def __init__(self) -> None:
        """Begin with whatever packet comes first."""
        self._next: int | None = None
        self._early: dict[int, bytes] = {}

    def put(self, packet: bytes) -> Iterator[tuple[bytes, bool]]:
        """Take one packet; give those now due, each with whether one before it was lost."""
        if len(packet) < 12 or packet[0] >> 6 != 2:
            return
        number = packet[2] << 8 | packet[3]
        if self._next is None or number == self._next:
            self._next = number + 1 & 0xFFFF
            yield packet, False
            if self._early:
                yield from self._waiting()
            return
        ahead = number - self._next & 0xFFFF
        if ahead >= 0x8000:  # a copy, or too late
            return
        self._early[number] = packet
        if len(self._early) > PATIENCE:
            start = self._next
            self._next = min(self._early, key=lambda each: each - start & 0xFFFF)
            yield from self._waiting(lost=True)

    def _waiting(self, *, lost: bool = False) -> Iterator[tuple[bytes, bool]]:
        while self._next is not None and (packet := self._early.pop(self._next, None)) is not None:
            self._next = self._next + 1 & 0xFFFF
            yield packet, lost
            lost = False
