"""What was filmed, coming as fast as it is read."""

from collections.abc import AsyncIterator

from registry.feeds.refusals import NothingThere
from registry.feeds.sources.source import Codec, Unit

NOTHING = "nothing is recorded of that time"


class Played:
    """A recording that plays, of which the first picture came; its clock begins with that one."""

    def __init__(self, codec: Codec, first: Unit, rest: AsyncIterator[Unit]) -> None:
        """Take the first picture, and those that follow it."""
        self._codec, self._first, self._rest = codec, first, rest

    @property
    def codec(self) -> Codec:
        """How every unit is coded."""
        return self._codec

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give what was filmed, or only keyframes, until its end."""
        yield self._timed(self._first)
        async for unit in self._rest:
            if unit.keyframe or not keyframes:
                yield self._timed(unit)

    def _timed(self, unit: Unit) -> Unit:
        after = unit.arrived_at - self._first.arrived_at
        return Unit(unit.data, unit.keyframe, after, unit.arrived_at)


async def first_of(units: AsyncIterator[Unit]) -> Unit:
    """Wait for the first picture. Raises NothingThere where there is none."""
    try:
        return await anext(units)
    except StopAsyncIteration:
        raise NothingThere(NOTHING) from None
