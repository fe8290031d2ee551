"""Which transactions a statement saw: PostgreSQL's pg_snapshot, read here as it is there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Snapshot:
    """All below `lowest` were over; of the rest, those from `next` on or in `running` were not."""

    lowest: int
    next: int
    running: frozenset[int]

    @classmethod
    def read(cls, text: str) -> "Snapshot":
        """Read PostgreSQL's own writing, lowest:next:running,running."""
        lowest, following, running = text.split(":")
        return cls(
            int(lowest), int(following), frozenset(map(int, filter(None, running.split(","))))
        )

    def __str__(self) -> str:
        return f"{self.lowest}:{self.next}:{','.join(map(str, sorted(self.running)))}"

    def saw(self, transaction: int) -> bool:
        """Tell whether this transaction was over when the snapshot was taken."""
        if transaction < self.lowest:
            return True
        return transaction < self.next and transaction not in self.running
