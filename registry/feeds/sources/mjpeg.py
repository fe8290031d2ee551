"""A camera that sends JPEG after JPEG in one HTTP answer without an end."""

import re
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

from registry.feeds.fetching import BODY_LIMIT, HEADER_LIMIT, Fetcher
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Still, Unit, first_keyframe

_LENGTH = re.compile(rb"^content-length:\s*(\d{1,9})\s*$", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Mjpeg:
    """One address of a motion JPEG stream."""

    url: str
    credential: str = field(default="", repr=False)

    async def grab(self, fetcher: Fetcher) -> Still:
        """Take the first picture and hang up."""
        async with self.open(fetcher) as stream:
            return await first_keyframe(stream)

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator["MjpegStream"]:
        """Hold the answer open."""
        async with fetcher.stream(self.url, credential=self.credential) as answer:
            found = _BOUNDARY.search(answer.content_type)
            if not answer.content_type.lower().startswith("multipart/") or not found:
                raise PictureRefused("the answer is no series of pictures")
            async with aclosing(parts(answer.chunks, found[1].strip().encode())) as pictures:
                yield MjpegStream(pictures)


@dataclass(frozen=True)
class MjpegStream:
    """The pictures of one answer."""

    pictures: AsyncIterator[bytes]
    codec: Codec = Codec.JPEG

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give every picture: each of them stands alone."""
        async for picture in self.pictures:
            now = time.time()
            yield Unit(picture, True, now, now)


async def parts(chunks: AsyncIterator[bytes], boundary: bytes) -> AsyncGenerator[bytes]:
    """Cut a multipart body into its parts; neither a header nor a part may have no end."""
    mark = b"--" + boundary.removeprefix(b"--")
    data = bytearray()
    length: int | None = None
    in_body = False
    searched = 0  # bytes of the body in which no mark begins
    async for chunk in chunks:
        data += chunk
        while True:
            if not in_body:
                end = data.find(b"\r\n\r\n", max(0, data.find(mark)))
                if end < 0:
                    if len(data) > HEADER_LIMIT:
                        raise PictureRefused("the header of a picture is too long")
                    break
                found = _LENGTH.search(bytes(data[:end]).replace(b"\r\n", b"\n"))
                length = int(found[1]) if found else None
                del data[: end + 4]
                in_body, searched = True, 0
            end = data.find(mark, searched) if length is None else length
            searched = max(0, len(data) - len(mark))
            if max(end, len(data) if length is None else 0) > BODY_LIMIT:
                raise PictureRefused(f"larger than {BODY_LIMIT >> 20} MB")
            if end < 0 or len(data) < end:
                break
            yield bytes(data[:end]).rstrip(b"\r\n") if length is None else bytes(data[:end])
            del data[:end]
            in_body = False
