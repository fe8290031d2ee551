"""One phone on the line: its pictures go where all cameras' go, its places to the registry."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from frontend.media.database import ask
from frontend.media.house import AWAY, House
from frontend.media.phone_film import PhoneFilm
from frontend.media.watch import Closed
from registry.cameras.moving import record_pose
from registry.cameras.refusals import InvalidCamera, PositionUnknown, UnknownCamera
from registry.feeds.refusals import PictureRefused
from registry.phones.streaming import Sharing
from registry.phones.words import WORST_ACCURACY, Place

NO_PICTURE, UNREADABLE, TOO_BIG = 1003, 1007, 1009
APART = 0.18  # seconds between two pictures worth decoding
POSES_APART = 1.0
QUIET = 5.0  # seconds without a picture until it is called stale
PATIENCE = 10  # pictures in a row that are none

_lines: dict[UUID, "Line"] = {}  # by camera: a phone that comes back takes over from itself


class Line:
    """What one socket of a phone is good for while it is the phone's newest."""

    def __init__(self, house: House, sharing: Sharing) -> None:
        """Hold nothing yet."""
        self.sharing = sharing
        self._taken_over = asyncio.Event()
        self._house = house
        self._decoded = self._posed = 0.0
        self._broken = 0
        self._film: PhoneFilm | None = None
        self._filming = AsyncExitStack()

    @classmethod
    @asynccontextmanager
    async def of(cls, house: House, sharing: Sharing) -> AsyncIterator[Self]:
        """Take the line over from an older socket of this phone, and give it up at the end."""
        line = cls(house, sharing)
        if older := _lines.get(sharing.camera):
            older._taken_over.set()
        _lines[sharing.camera] = line
        # Also where it never comes back, nothing of it stays.
        left = (sharing.ends_at - datetime.now(UTC)).total_seconds()
        asyncio.get_running_loop().call_later(left, house.frames.forget, sharing.camera)
        try:
            yield line
        finally:
            await line.film_ends()
            if _lines.get(sharing.camera) is line:
                del _lines[sharing.camera]
                house.frames.fail(sharing.camera, "the phone is not connected")
                house.frames.judge(sharing.camera, "offline")

    @property
    def films(self) -> bool:
        """Tell whether what is no picture is a part of a film."""
        return self._film is not None

    async def film_begins(self) -> None:
        """Take what follows as a new film."""
        await self.film_ends()
        self._film = await self._filming.enter_async_context(PhoneFilm.open(self.sharing.camera))

    async def film_ends(self) -> None:
        """Take no more of it; whoever watches is shown the pictures again."""
        self._film = None
        await self._filming.aclose()

    async def film(self, data: bytes) -> str:
        """Take the next bytes of the film; gives why it is none, and then it is over."""
        try:
            if self._film:
                self._film.take(data)
        except PictureRefused as refusal:
            await self.film_ends()
            return refusal.detail
        return ""

    async def picture(self, data: bytes) -> bool:
        """Take a picture; one that comes too soon after the last is passed over."""
        now = time.monotonic()
        if now - self._decoded < APART:
            return False
        self._decoded = now
        camera, frames = self.sharing.camera, self._house.frames
        try:
            picture = await self._house.decoder.decode(data)
        except PictureRefused as refusal:
            frames.fail(camera, refusal.detail)
            self._broken += 1
            if self._broken >= PATIENCE:
                raise Closed(NO_PICTURE, "these are no pictures") from None
            return False
        self._broken = 0
        frames.put(camera, picture, data, time.time())
        frames.judge(camera, "live")
        return True

    async def place(self, place: Place) -> str:
        """Keep where the phone is, once a second at most; gives why it cannot be there."""
        now = time.monotonic()
        if now - self._posed < POSES_APART:
            return ""
        if place.accuracy > WORST_ACCURACY:
            return "not known to within a kilometre"
        self._posed = now
        values = {
            "azimuth": place.heading, "tilt": place.tilt, "position_sd": place.accuracy,
        }  # fmt: skip
        try:
            await ask(record_pose, self.sharing.camera, place.at, place.lng, place.lat, values)
        except (PositionUnknown, InvalidCamera, UnknownCamera) as refusal:
            return refusal.detail
        except AWAY:
            return "not kept, the database is away"
        return ""

    async def age(self) -> None:
        """Say that the picture is old when none has come for a while."""
        while True:
            await asyncio.sleep(QUIET)
            if time.monotonic() - self._decoded > QUIET:
                self._house.frames.judge(self.sharing.camera, "stale")

    async def until_taken_over(self) -> None:
        """Wait until a newer socket of this phone has the line."""
        await self._taken_over.wait()
