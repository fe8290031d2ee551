"""Talk to a camera's head from a request: by a connection of its own, closed with it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from django.conf import settings

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher

T = TypeVar("T")


def with_fetcher(talk: Callable[[Fetcher], Awaitable[T]]) -> T:
    """Have this talk, by the one way out, and wait for what it gives."""

    async def whole() -> T:
        allow = AllowList(tuple(settings.CAMERA_NETWORKS), settings.SIMULATED_PORTS)
        fetcher = Fetcher(allow, connections=1)
        try:
            return await talk(fetcher)
        finally:
            await fetcher.aclose()

    return asyncio.run(whole())
