"""Turn camera bytes into our own pictures, in a child that may die alone.

Camera bytes are untrusted: they are sniffed, decoded under a memory and time limit and encoded
again from pixels, so that nothing of theirs (comments, EXIF, tricks for a browser's decoder)
travels on.
"""

import asyncio
import io
import multiprocessing
import os
import resource
import select
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from PIL import Image, ImageFile

from registry.feeds import pixels
from registry.feeds.refusals import PictureRefused

MASTER, SMALL = (320, 180), (160, 90)
QUALITY = 70
NICE = 5  # a click is answered before the next pictures are made smaller
MEMORY_LIMIT = 1 << 30
TIME_LIMIT = 10.0  # seconds a child may take for one picture


@dataclass(frozen=True)
class Picture:
    """A camera's picture at both sizes the map shows, as JPEG of our own making."""

    master: bytes
    small: bytes


def thumbnails(data: bytes, codec: str = "jpeg") -> Picture:
    """Make both thumbnails of a JPEG or a keyframe. Raises PictureRefused unless it is whole."""
    master = _letterboxed(pixels.of(data, codec, MASTER), MASTER)
    return Picture(_jpeg(master), _jpeg(master.reduce(MASTER[0] // SMALL[0])))


def _letterboxed(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Fit without stretching: a 4:3 camera keeps its shape on black.

    A fresh board always, because Pillow carries a camera's comments along with a resized image.
    """
    scale = min(size[0] / image.width, size[1] / image.height)
    fitted = image.resize(
        (max(1, round(image.width * scale)), max(1, round(image.height * scale))),
        Image.Resampling.BILINEAR,
    )
    board = Image.new("RGB", size)
    board.paste(fitted, ((size[0] - fitted.width) // 2, (size[1] - fitted.height) // 2))
    return board


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _limit_child(owner: int) -> None:
    """Give the child little memory, nothing that leads to the database, and its owner's end."""
    os.nice(NICE)
    if hasattr(os, "pidfd_open"):
        threading.Thread(target=_end_with, args=(owner,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    for name in [name for name in os.environ if name.startswith(("DATABASE", "SECRET", "PG"))]:
        del os.environ[name]


def _end_with(owner: int) -> None:
    """End when the owner does, even by kill -9: a pool's children would wait for ever."""
    select.select([os.pidfd_open(owner)], [], [])
    os._exit(0)


class _PoolFailed(Exception):
    """The children are gone, whoever's picture it was."""


class Decoder:
    """One decoding child per core; a picture that kills its child is refused, no other."""

    def __init__(self, children: int | None = None) -> None:
        """Start with no child: the first picture starts them."""
        self._children = children or os.cpu_count() or 1
        self._pool = self._fresh()
        # waiting for a free child is not taking long: only as many as there are children are timed
        self._free = asyncio.Semaphore(self._children)

    async def decode(self, data: bytes, codec: str = "jpeg") -> Picture:
        """Make both thumbnails outside this process. Raises PictureRefused."""
        async with self._free:
            try:
                return await self._made(data, codec)
            except _PoolFailed:  # perhaps by another's picture
                try:
                    return await self._made(data, codec)
                except _PoolFailed:
                    raise PictureRefused("the picture broke its decoder") from None

    async def _made(self, data: bytes, codec: str) -> Picture:
        pool = self._pool
        try:
            async with asyncio.timeout(TIME_LIMIT):
                # not wait_for, which forgets it was cancelled when the picture comes that moment
                return await asyncio.wrap_future(pool.submit(thumbnails, data, codec))
        except TimeoutError:
            if self._renew(pool):
                raise PictureRefused("the picture takes too long to decode") from None
            raise _PoolFailed from None
        except RuntimeError:  # broken, or shut down since
            self._renew(pool)
            raise _PoolFailed from None

    def close(self) -> None:
        """End the children at once: they hold nothing, and a hung one would outlive us."""
        stuck = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False)
        for child in stuck:
            child.kill()

    def _fresh(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        return ProcessPoolExecutor(
            self._children,
            mp_context=context,
            initializer=_limit_child,
            initargs=(os.getpid(),),
        )

    def _renew(self, failed: ProcessPoolExecutor) -> bool:
        """Replace a pool that failed; False where somebody has done so already."""
        if failed is not self._pool:
            return False
        self.close()
        self._pool = self._fresh()
        return True
