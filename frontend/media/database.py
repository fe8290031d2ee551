"""Ask the database from media's event loop: in a thread, on a connection given straight back."""

from collections.abc import AsyncIterator, Callable
from typing import Any, ParamSpec, TypeVar

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection
from psycopg import sql

P = ParamSpec("P")
R = TypeVar("R")


async def ask(question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a question or deed of the registry outside the loop."""

    def run() -> R:
        try:
            return question(*args, **kwargs)
        finally:
            connection.close()  # back to the pool

    return await sync_to_async(run, thread_sensitive=False)()


async def hear(*channels: str) -> AsyncIterator[str]:
    """Yield the channel of every notice, and once at the start for what came before."""
    async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as listener:
        for channel in channels:
            await listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        for channel in channels:
            yield channel
        async for notice in listener.notifies():
            yield notice.channel


def _parameters() -> dict[str, Any]:
    """Give what psycopg needs, without what only Django's pool understands."""
    settings = connection.settings_dict
    wanted = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        "connect_timeout": 2,
    }
    return {name: value for name, value in wanted.items() if value}
