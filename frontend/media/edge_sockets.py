"""A socket for each camera of a box, by which other media processes reach it."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from pathlib import Path
from uuid import UUID

Serve = Callable[[UUID, StreamReader, StreamWriter], Coroutine[None, None, None]]


class CameraSockets:
    """The sockets of one box, and whoever is on them."""

    def __init__(self, path_of: Callable[[UUID], Path], serve: Serve) -> None:
        """Take where a camera's socket is and what serves a connection to it."""
        self._path_of, self._serve = path_of, serve
        self._servers: dict[UUID, asyncio.Server] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def follow(self, cameras: Iterable[UUID]) -> set[UUID]:
        """Have one for each of these; a newer process's takes an older one's place.

        Gives the cameras whose sockets were closed.
        """
        wanted = set(cameras)
        gone = self._servers.keys() - wanted
        for camera in gone:
            self._servers.pop(camera).close()
        for camera in wanted - self._servers.keys():
            self._servers[camera] = await asyncio.start_unix_server(
                partial(self._accept, camera), self._path_of(camera)
            )
        return gone

    async def aclose(self) -> None:
        """Close every socket and whoever is on it."""
        for server in self._servers.values():
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, camera: UUID, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(camera, reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
