"""An owner who answers by a link, as the log names them."""

from dataclasses import dataclass
from typing import Self

from registry.owners.models import Owner


@dataclass(frozen=True)
class Acting:
    """Whoever holds a link that was sent to an owner."""

    id: str
    name: str
    role: str = "owner"
    agency: str = ""

    @classmethod
    def of(cls, owner: Owner) -> Self:
        """Name an owner."""
        return cls(id=str(owner.pk), name=owner.name)
