"""What the log needs to know of whoever acts; access.Actor is one, and so is the centre itself."""

from dataclasses import dataclass
from typing import Protocol


class Named(Protocol):
    """Whoever acts, as far as the log names them."""

    @property
    def id(self) -> str:
        """Name them for machines."""

    @property
    def name(self) -> str:
        """Name them for people."""

    @property
    def role(self) -> str:
        """Say what they act as."""

    @property
    def agency(self) -> str:
        """Say for whom they act."""


@dataclass(frozen=True)
class Shell:
    """Somebody at the machine's own terminal, or the centre's worker."""

    name: str = "shell"
    id: str = ""
    role: str = "shell"
    agency: str = ""
