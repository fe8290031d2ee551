"""What a caller's phone says over its socket: where it is, that it films, that it stops."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from registry.cameras.fields import Unfit, a_number
from registry.phones.refusals import WordRefused

PICTURE_LIMIT = 512 * 1024
WORD_LIMIT = 1024
WORST_ACCURACY = 1000.0  # metres; a fix worse than this is none


@dataclass(frozen=True)
class Place:
    """Where the phone says it is. Degrees and metres; None is unknown."""

    at: datetime
    lng: float
    lat: float
    accuracy: float
    heading: float | None
    tilt: float | None


@dataclass(frozen=True)
class Stop:
    """The caller wants to stop."""


@dataclass(frozen=True)
class Films:
    """What follows is a new film, beside the pictures."""


def read_word(text: str, *, arrived: float) -> Place | Stop | Films:
    """Read one message. Raises WordRefused; whether a place can be is asked when it is kept."""
    if len(text) > WORD_LIMIT:
        raise WordRefused("It is too long.")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise WordRefused("It is not JSON.") from None
    if not isinstance(said, dict):
        raise WordRefused("It is not an object.")
    match said.get("type"):
        case "stop":
            return Stop()
        case "film":
            return Films()
        case "place":
            return _place(said, arrived)
    raise WordRefused("It is neither a place nor a film nor a stop.")


def _place(said: dict[str, object], arrived: float) -> Place:
    try:
        return Place(
            at=datetime.fromtimestamp(arrived, UTC),
            lng=a_number(said.get("lng"), "lng "),
            lat=a_number(said.get("lat"), "lat "),
            accuracy=abs(a_number(said.get("accuracy"), "accuracy ")),
            heading=_maybe(said.get("heading")),
            tilt=_maybe(said.get("tilt")),
        )
    except Unfit as unfit:
        raise WordRefused(f"{unfit}.") from None


def _maybe(value: object) -> float | None:
    return None if value is None else a_number(value)
