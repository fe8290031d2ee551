"""What every kind of source can do: give one picture, or be held open as a stream."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent, NoKeyframe

KEYFRAME_WAIT = 12.0  # seconds a camera that plays has to send a picture that stands alone


class Codec(StrEnum):
    """How a picture is coded."""

    JPEG = "jpeg"
    H264 = "h264"
    H265 = "h265"


@dataclass(frozen=True, slots=True)
class Still:
    """One coded picture that stands alone, as the camera sent it, and when it was taken.

    data: a JPEG, or a keyframe in Annex B form with its parameter sets; captured_at: unix seconds.
    """

    data: bytes
    captured_at: float
    codec: Codec = Codec.JPEG


@dataclass(frozen=True, slots=True)
class Unit:
    """One coded picture of a stream.

    data: as in Still, but only a keyframe carries parameter sets; pts: seconds on the stream's own
    clock; arrived_at: unix seconds.
    """

    data: bytes
    keyframe: bool
    pts: float
    arrived_at: float


class Stream(Protocol):
    """A source that is open; reading it ends with FeedSilent when the camera ends it."""

    @property
    def codec(self) -> Codec:
        """How every unit is coded."""

    def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give what comes, or only keyframes where that saves work."""


class Source(Protocol):
    """Where a camera's pictures come from.

    Everything raises FeedSilent, FeedForbidden or PictureRefused, and nothing else.
    """

    async def grab(self, fetcher: Fetcher) -> Still:
        """Connect, take one picture, close."""

    def open(self, fetcher: Fetcher) -> AbstractAsyncContextManager[Stream]:
        """Hold it open."""


async def keyframes(stream: Stream, *, hurried: bool = False) -> AsyncIterator[Unit]:
    """Give the pictures that stand alone. Raises NoKeyframe when the first does not come."""
    units = stream.units(keyframes=not hurried)
    try:
        async with asyncio.timeout(KEYFRAME_WAIT):
            async for first in units:
                if first.keyframe:
                    break
            else:
                raise FeedSilent("the camera ended the stream")
    except TimeoutError:
        raise NoKeyframe from None
    yield first
    async for unit in units:
        if unit.keyframe:
            yield unit


async def first_keyframe(stream: Stream) -> Still:
    """Wait for the first picture that stands alone. Raises NoKeyframe."""
    unit = await anext(keyframes(stream, hurried=True))
    return Still(unit.data, unit.arrived_at, stream.codec)
