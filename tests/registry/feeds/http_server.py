"""Cameras that answer over HTTP, each path as a test wants it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher

Say = Callable[[asyncio.StreamWriter, str], Awaitable[None]]  # the writer, and what was asked


def body(content: bytes, kind: str = "image/jpeg") -> Say:
    """Answer one body."""

    async def say(writer: asyncio.StreamWriter, _: str) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
        writer.write(head.encode() + content)

    return say


def pieces(head: str, *parts: bytes, then: str = "") -> Say:
    """Answer bit by bit; then hang, or repeat the last piece without an end."""

    async def say(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode())
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        while then == "repeat":
            writer.write(parts[-1])
            await writer.drain()
        if then == "hang":
            await writer.wait_closed()

    return say


@asynccontextmanager
async def serving(paths: dict[str, Say]) -> AsyncIterator[tuple[str, Fetcher]]:
    """Serve these paths; gives where, and a fetcher that may go there."""
    speaking: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        speaking[task] = writer
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            try:
                while True:
                    asked = (await reader.readuntil(b"\r\n\r\n")).decode()
                    await paths[asked.split(" ")[1].lstrip("/")](writer, asked)
            finally:
                writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    fetcher = Fetcher(AllowList(loopback_ports={port}))
    try:
        yield f"http://127.0.0.1:{port}", fetcher
    finally:
        await fetcher.aclose()
        server.close()
        for writer in speaking.values():
            writer.transport.abort()
        await asyncio.gather(*speaking)
