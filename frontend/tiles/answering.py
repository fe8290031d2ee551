"""A tile as an HTTP answer: the same headers from Django and from the door in front of it."""

import gzip
from typing import NamedTuple

from tiles.memory import Answer

MVT = "application/vnd.mapbox-vector-tile"
# An opt-out is gone from every public answer within a minute: here in half of one.
PUBLIC_FOR = "public, max-age=30"
PRIVATE = "private, no-cache"


class Reply(NamedTuple):
    """Status, headers and body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def reply(answer: Answer, *, etags: str, accepts: str) -> Reply:
    """Answer with the tile, with 304 to who has it, with 204 where there is nothing to show."""
    headers = [
        ("Cache-Control", PUBLIC_FOR if answer.public else PRIVATE),
        ("ETag", answer.etag),
        ("Vary", "Accept-Encoding" if answer.public else "Accept-Encoding, Cookie"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if answer.etag in (etag.strip().removeprefix("W/") for etag in etags.split(",")):
        return Reply(304, headers, b"")
    if not answer.body:
        return Reply(204, headers, b"")
    headers.append(("Content-Type", MVT))
    if "gzip" not in accepts:
        return Reply(200, headers, gzip.decompress(answer.body))
    headers.append(("Content-Encoding", "gzip"))
    return Reply(200, headers, answer.body)
