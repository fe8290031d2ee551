"""Whether this centre serves, and what does not; asked by machines, answered within two seconds."""

import asyncio
from typing import Any

import httpcore
import psycopg
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, JsonResponse
from psycopg.rows import dict_row

PATIENCE = 1.5  # seconds for the database and for media, asked at once
WORKER_SILENCE = 30  # seconds without a heartbeat after which procrastinate forgets a worker

QUESTION = f"""
    SELECT
        NOT EXISTS (SELECT FROM camera c WHERE c.status = 'approved' AND c.placed_at IS NULL)
            AS placed,
        EXISTS (
            SELECT FROM procrastinate_workers
            WHERE last_heartbeat > now() - interval '{WORKER_SILENCE} seconds'
        ) AS worker,
        (
            SELECT extract(epoch FROM now() - min(e.at))
            FROM procrastinate_jobs j
            JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
            WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()
        )::float AS oldest_job_s,
        (
            SELECT extract(epoch FROM now() - min(queued_at)) FROM notice
            WHERE next_try_at IS NOT NULL
        )::float AS oldest_mail_s,
        (
            SELECT extract(epoch FROM now() - min(captured_at)) FROM frame
            WHERE state = 'live'
        )::float AS oldest_frame_s
"""  # noqa: S608  # our own constant


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part is there and the cameras are placed, else 503 saying what not."""
    report = asyncio.run(_report())
    ok = all(report[part] == "ok" for part in ("database", "data", "media", "worker"))
    body = {"status": "ok" if ok else "unavailable", "version": settings.VERSION, **report}
    return JsonResponse(body, status=200 if ok else 503, headers={"Cache-Control": "no-store"})


async def _report() -> dict[str, Any]:
    facts, media = await asyncio.gather(_in_time(_facts()), _in_time(_media()))
    known = facts if isinstance(facts, dict) else {}
    return {
        "database": facts if isinstance(facts, str) else "ok",
        "data": "ok" if known.get("placed") else "cameras are being placed",
        "worker": "ok" if known.get("worker") else "not heard of",
        "media": media,
        "oldest_job_s": known.get("oldest_job_s"),
        "oldest_mail_s": known.get("oldest_mail_s"),
        "oldest_frame_s": known.get("oldest_frame_s"),
    }


async def _in_time(question: Any) -> Any:
    """Give the answer, or the reason for its absence as words without an address in them."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await question
    except TimeoutError:
        return f"no answer within {PATIENCE} s"
    except (psycopg.Error, httpcore.NetworkError, httpcore.ProtocolError, OSError) as reason:
        return type(reason).__name__


async def _facts() -> dict[str, Any]:
    # A connection of its own: a drained pool is what this door has to tell, not to wait for.
    wanted = connections["default"].get_connection_params()
    for ours in ("context", "cursor_factory", "prepare_threshold"):
        wanted.pop(ours, None)
    connection = await psycopg.AsyncConnection.connect(**wanted, autocommit=True)
    async with connection, connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(QUESTION)
        return dict(await cursor.fetchone() or {})


async def _media() -> str:
    async with httpcore.AsyncConnectionPool() as pool:
        answer = await pool.request("GET", f"http://{settings.MEDIA_INSIDE}/healthz")
        return "ok" if answer.status == 200 else f"HTTP {answer.status}"
