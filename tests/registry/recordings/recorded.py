"""Recordings made for the tests: a short film said to have been taken at some moment."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from uuid import UUID

from registry.feeds.sources.source import Codec, Unit
from registry.recordings import writing
from registry.recordings.cutting import Cutter
from tests.registry.feeds.filmed import film

RATE = 10  # pictures a second


@cache
def short(codec: Codec, size: tuple[int, int]) -> tuple[Unit, ...]:
    """Four seconds, a keyframe each second."""
    return tuple(film(codec, pictures=4 * RATE, every=RATE, rate=RATE, size=size, step=4))


def taken(
    begins_at: float,
    seconds: float,
    codec: Codec = Codec.H264,
    size: tuple[int, int] = (160, 90),
) -> Iterator[Unit]:
    """Give pictures as a camera would have sent them from that moment on."""
    reel = short(codec, size)
    for n in range(round(seconds * RATE)):
        yield replace(reel[n % len(reel)], pts=n / RATE, arrived_at=begins_at + n / RATE)


def record(
    camera: UUID,
    begins_at: float,
    seconds: float,
    codec: Codec = Codec.H264,
    size: tuple[int, int] = (160, 90),
) -> None:
    """Record them as a recorder does."""
    cutter = Cutter()
    for unit in taken(begins_at, seconds, codec, size):
        if cut := cutter.take(codec, unit):
            writing.keep(camera, cut)
    if cut := cutter.finish():
        writing.keep(camera, cut)
