"""What a box remembers: its centre, its cameras and their switches, in one file of its own."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.refusals import NotEnrolled, UnknownCamera
from registry.edge.terms import Terms

NAME = "box.json"
PAGE_PORT = 8480
RING_GB = 20.0  # of this box's disk for recordings
# What a home or a shop calls its own network; the box asks cameras nowhere else.
NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")


@dataclass(frozen=True, kw_only=True)
class Box:
    """Everything but the key."""

    id: UUID | None = None
    centre: str = ""
    line: str = ""  # the WebSocket address the centre gave
    time_zone: str = "UTC"
    page_port: int = PAGE_PORT
    ring_gb: float = RING_GB
    networks: tuple[str, ...] = NETWORKS
    local_ports: tuple[int, ...] = ()  # of recorders on the box itself
    cameras: Mapping[UUID, LocalCamera] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read it; a box that was never used is empty."""
        try:
            kept = json.loads((folder / NAME).read_text())
        except FileNotFoundError:
            return cls()
        cameras = [LocalCamera.read(each) for each in kept.pop("cameras")]
        return cls(
            **kept
            | {
                "id": UUID(kept["id"]) if kept["id"] else None,
                "networks": tuple(kept["networks"]),
                "local_ports": tuple(kept["local_ports"]),
                "cameras": {camera.id: camera for camera in cameras},
            }
        )

    def save(self, folder: Path) -> None:
        """Write it whole or not at all, for this user only: it holds the cameras' passwords."""
        fresh = folder / f"{NAME}.{os.getpid()}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            json.dump(self._kept(), out, indent=2)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(folder / NAME)

    def enrolled(self) -> "Enrolled":
        """Say whose it is. Raises NotEnrolled."""
        if self.id is None or not self.line:
            raise NotEnrolled
        return Enrolled(self.id, self.line)

    def camera(self, id: UUID) -> LocalCamera:
        """Find a camera. Raises UnknownCamera."""
        try:
            return self.cameras[id]
        except KeyError:
            raise UnknownCamera from None

    def having(self, camera: LocalCamera) -> "Box":
        """Take a camera, or what is new of it."""
        return replace(self, cameras={**self.cameras, camera.id: camera})

    def without(self, id: UUID) -> "Box":
        """Forget a camera. Raises UnknownCamera."""
        self.camera(id)
        return replace(self, cameras={k: v for k, v in self.cameras.items() if k != id})

    def switched(self, id: UUID, terms: Terms) -> "Box":
        """Set a camera's switch. Raises UnknownCamera or TermsRefused."""
        camera = self.camera(id)
        changed = terms.checked().after(camera.terms, datetime.now(UTC))
        return self.having(replace(camera, terms=changed))

    def keeping(self, id: UUID, keep: bool) -> "Box":
        """Begin or end to record a camera. Raises UnknownCamera."""
        return self.having(replace(self.camera(id), keep=keep))

    def _kept(self) -> dict[str, Any]:
        return {
            "id": str(self.id) if self.id else None,
            "centre": self.centre, "line": self.line, "time_zone": self.time_zone,
            "page_port": self.page_port, "ring_gb": self.ring_gb, "networks": self.networks,
            "local_ports": self.local_ports,
            "cameras": [camera.kept() for camera in self.cameras.values()],
        }  # fmt: skip


@dataclass(frozen=True)
class Enrolled:
    """A box that belongs to a centre."""

    id: UUID
    line: str
