"""When those pictures were taken that lead to the first one asked for."""

from collections.abc import AsyncGenerator, AsyncIterator

from registry.feeds.recorders.unpacking import Coded

LEAST = 0.002  # seconds between two pictures of a camera
MOST = 2000  # pictures from a keyframe to the next
USUAL = 0.04


async def spread(pictures: AsyncIterator[Coded]) -> AsyncGenerator[Coded]:
    """Give each its own time.

    A recorder that begins in the middle sends what leads there in no time at all, as if it was
    taken when the first picture asked for was. It was taken before; perhaps before anybody may
    look.
    """
    leading: list[Coded] = []
    done = False
    async for picture in pictures:
        step = picture.after - leading[-1].after if leading else 0.0
        if not done and (abs(step) >= LEAST or len(leading) == MOST):
            for each in _placed(leading, step if step > 0 else USUAL):
                yield each
            done = True
        if done:
            yield picture
        else:
            leading.append(picture)
    if not done:
        for each in _placed(leading, USUAL):
            yield each


def _placed(leading: list[Coded], step: float) -> list[Coded]:
    last = len(leading) - 1
    return [
        each._replace(after=leading[-1].after - (last - n) * step) for n, each in enumerate(leading)
    ]
