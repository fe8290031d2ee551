"""A box, as the log names it."""

from dataclasses import dataclass
from typing import Self

from registry.edge.models import Box


@dataclass(frozen=True)
class Acting:
    """The program at an owner's site, which does what its owner set."""

    id: str
    name: str
    role: str = "box"
    agency: str = ""

    @classmethod
    def of(cls, box: Box) -> Self:
        """Name a box."""
        return cls(id=str(box.pk), name=box.name)
