"""A camera at the box's site: where it is asked, with which password, and its owner's switch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

from registry.edge.agent.refusals import AddressRefused
from registry.edge.terms import Terms
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class LocalCamera:
    """One camera. Its address and password stay on the box."""

    id: UUID
    name: str
    url: str
    credential: str = field(default="", repr=False)
    terms: Terms = field(default_factory=Terms)
    keep: bool = False  # recordings of it, on this box

    @classmethod
    def at(cls, url: str, name: str = "") -> Self:
        """Take an address as somebody typed it. Raises AddressRefused."""
        parts = urlsplit(url)
        if parts.scheme not in ("rtsp", "http", "https") or not parts.hostname:
            raise AddressRefused
        host = parts.netloc.rpartition("@")[2]
        # written `user:password@` by habit: kept, but not where it would be shown
        credential = parts.netloc.rpartition("@")[0]
        plain = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
        return cls(id=uuid4(), name=name or host, url=plain, credential=credential)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Read one as the box keeps it."""
        return cls(
            id=UUID(kept["id"]),
            name=kept["name"],
            url=kept["url"],
            credential=kept["credential"],
            terms=Terms.read(kept["terms"]),
            keep=bool(kept.get("keep", False)),
        )

    def kept(self) -> dict[str, Any]:
        """Write it for the box's own file."""
        return {
            "id": str(self.id), "name": self.name, "url": self.url,
            "credential": self.credential, "terms": self.terms.said(),
            "keep": self.keep,
        }  # fmt: skip

    @property
    def source(self) -> Rtsp | Snapshot:
        """Say how it is asked for pictures."""
        kind = Rtsp if self.url.startswith("rtsp:") else Snapshot
        return kind(self.url, self.credential)

    @property
    def offers(self) -> tuple[str, ...]:
        """Say what it can give: a snapshot address has no live video and nothing to record."""
        return ("still", "live", "recorded") if self.url.startswith("rtsp:") else ("still",)
