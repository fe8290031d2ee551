"""The adopted list of purposes for which cameras may be looked at, and what they never are for."""

from typing import NamedTuple

VERSION = "2026-01"


class Purpose(NamedTuple):
    """One line of the list."""

    code: str
    name: str


PURPOSES = (
    Purpose("call_for_service", "Call for service"),
    Purpose("emergency", "Danger to life or limb"),
    Purpose("missing_person", "Missing or endangered person"),
    Purpose("crash", "Crash or traffic hazard"),
    Purpose("fire_or_rescue", "Fire, rescue or medical help"),
    Purpose("investigation", "Investigation of a reported crime"),
    Purpose("warrant", "Serving a warrant"),
    Purpose("public_event", "Safety at an announced public event"),
    Purpose("exercise", "Training or testing of the system"),
)

PROHIBITED = (
    "Watching a lawful assembly, or who takes part in it",
    "Immigration enforcement",
    "Watching anybody for who they are, what they believe or whom they meet",
    "Following somebody the reader knows, or any private matter",
    "Harassment, intimidation or discrimination",
)

CODES = frozenset(purpose.code for purpose in PURPOSES)
