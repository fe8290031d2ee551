"""What a recorder says it keeps: JSON as MediaMTX and Frigate write it."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from registry.feeds.playback import Span
from registry.feeds.refusals import PictureRefused

TOUCHING = 1.0  # seconds between two files of one recording that nobody misses


def listed(body: bytes, begin: float, end: float) -> list[Span]:
    """Read a list of recordings, cut to a time. Raises PictureRefused for what is none.

    Each names its `start` (RFC 3339) and `duration` (seconds), as MediaMTX does, or its
    `start_time` and `end_time` (unix seconds), as Frigate does.
    """
    try:
        said = json.loads(body)
        if not isinstance(said, list):
            raise TypeError(said)
        spans = [_span(each) for each in said]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise PictureRefused("the recorder's list cannot be read") from None
    return joined(spans, begin, end)


def joined(spans: Iterable[Span], begin: float, end: float) -> list[Span]:
    """Put spans in order and together where they touch, cut to a time."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.begins_at):
        begins_at, ends_at = max(span.begins_at, begin), min(span.ends_at, end)
        if not begins_at < ends_at:
            continue
        if found and begins_at - found[-1].ends_at <= TOUCHING:
            ends_at = max(ends_at, found[-1].ends_at)
            begins_at = found.pop().begins_at
        found.append(Span(begins_at, ends_at))
    return found


def _span(said: dict[str, Any]) -> Span:
    if "start" in said:
        begins_at = moment(said["start"])
        return Span(begins_at, begins_at + float(said["duration"]))
    return Span(float(said["start_time"]), float(said["end_time"]))


def moment(text: str) -> float:
    """Read an RFC 3339 moment, also one with nanoseconds; one without a zone is UTC.

    Raises ValueError.
    """
    whole = datetime.fromisoformat(text.strip())
    return (whole if whole.tzinfo else datetime.fromisoformat(text.strip() + "Z")).timestamp()
