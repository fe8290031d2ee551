"""How often a camera is asked, and what its last picture is worth."""

import random
from enum import StrEnum

WATCHED, NEAR_INCIDENT = 1.0, 15.0
IDLE_LEAST, IDLE_MOST = 30.0, 60.0
LONGEST_REST = 60.0
FAILURES_TO_OFFLINE = 2


class Attention(StrEnum):
    """Why a camera is asked for pictures at all."""

    WATCHED = "watched"
    NEAR_INCIDENT = "near_incident"
    IDLE = "idle"
    NONE = "none"


def attention(*, watched: bool, private: bool, near_incident: bool) -> Attention:
    """Say why this camera is asked: a private one only while somebody may look, and does."""
    if watched:
        return Attention.WATCHED
    if private:
        return Attention.NONE
    return Attention.NEAR_INCIDENT if near_incident else Attention.IDLE


def interval(why: Attention, refresh: float) -> float:
    """Give the seconds between two pictures."""
    match why:
        case Attention.WATCHED:
            return WATCHED
        case Attention.NEAR_INCIDENT:
            return min(NEAR_INCIDENT, max(refresh, WATCHED))
        case _:
            return min(max(refresh, IDLE_LEAST), IDLE_MOST)


def rest_after_failure(failures: int, why: Attention, *, draw: float | None = None) -> float:
    """Give the seconds to wait after so many failures in a row: full jitter, doubling."""
    longest = 8.0 if why is Attention.WATCHED else LONGEST_REST
    most = min(longest, WATCHED * 2.0 ** min(failures, 10))
    return 0.5 + (random.random() if draw is None else draw) * most  # noqa: S311  not a secret


def stale_after(refresh: float) -> float:
    """Give the age in seconds past which a picture no longer tells what is there."""
    return max(60.0, 4 * refresh)


def state(*, age: float | None, failures: int, refresh: float) -> str:
    """Name the state of a feed: live, stale, offline or no_picture."""
    if failures >= FAILURES_TO_OFFLINE:
        return "offline"
    if age is None:
        return "no_picture"
    return "stale" if age > stale_after(refresh) else "live"
