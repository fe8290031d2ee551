"""Films of the ring as pictures again, from the keyframe at or before a moment on."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from registry.edge.agent.ring import Ring
from registry.feeds.mp4.reels import Reel
from registry.feeds.sources.source import Codec, Unit


@dataclass(frozen=True)
class Group:
    """A keyframe and the pictures that lean on it."""

    codec: Codec
    units: list[Unit]


def groups(ring: Ring, camera: UUID, begin: float, end: float, earliest: float) -> Iterator[Group]:
    """Give what was filmed between two moments, nothing of it before `earliest`.

    Waits for the disk. Raises PictureRefused for a film that is damaged.
    """
    before: Group | None = None
    for group in _all(ring, camera, begin, end):
        begins_at = group.units[0].arrived_at
        if begins_at < earliest:
            continue
        if begins_at <= begin:
            before = group
            continue
        if before is not None:
            yield before
            before = None
        if begins_at >= end:
            return
        yield Group(group.codec, [unit for unit in group.units if unit.arrived_at < end])
    if before is not None:
        yield before


def _all(ring: Ring, camera: UUID, begin: float, end: float) -> Iterator[Group]:
    for segment in ring.segments(camera, begin, end):
        try:
            reel = Reel.of(segment.path.read_bytes())
        except FileNotFoundError:  # it has just made room
            continue
        units: list[Unit] = []
        for unit in reel.units():
            if unit.keyframe and units:
                yield Group(reel.codec, units)
                units = []
            units.append(unit)
        if units:
            yield Group(reel.codec, units)
