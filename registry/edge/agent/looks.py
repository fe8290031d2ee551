"""A look the centre asks for, and what became of it on this box."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from registry.edge.terms import Call, TermsRefused
from registry.edge.wire import LOOK_LASTS

FASTEST = 0.5  # seconds between two stills, whatever is asked


@dataclass(frozen=True)
class Asked:
    """One look as the centre names it, again and again while it lasts."""

    id: str
    camera: UUID
    want: str
    every: float
    call: Call

    @classmethod
    def read(cls, said: object) -> Self:
        """Read one. Raises TermsRefused."""
        if not isinstance(said, Mapping):
            raise TermsRefused("That is no look.")
        try:
            want = said["want"]
            if want not in ("still", "live"):
                raise ValueError
            every = max(FASTEST, min(60.0, float(said.get("every", 1.0))))
            camera, call = UUID(said["camera"]), Call.read(said["call"])
            return cls(str(said["id"])[:80], camera, want, every, call)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise TermsRefused("That is no look.") from None


@dataclass
class Look:
    """One that goes on, or was refused; its clock is the box's."""

    asked: Asked
    named_at: float = field(default_factory=time.monotonic)
    began: float | None = None
    refused: str = ""
    spent: bool = False  # has lasted as long as its owner lets one look last

    @property
    def open(self) -> bool:
        """Tell whether pictures may leave for it."""
        return self.began is not None and not self.refused

    @property
    def lapsed(self) -> bool:
        """Tell whether the centre has stopped naming it."""
        return time.monotonic() - self.named_at > LOOK_LASTS

    def too_long(self, minutes: int) -> bool:
        """Tell whether its owner's minutes of live video are over."""
        return self.asked.want == "live" and self.seconds > minutes * 60

    @property
    def seconds(self) -> float:
        """Say how long it lasts."""
        return 0.0 if self.began is None else time.monotonic() - self.began
