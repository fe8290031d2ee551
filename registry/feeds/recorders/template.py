"""A recorder's address with places for the time that is asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

# Each form of a moment, and to how many seconds it can say one.
_FORMS: dict[str, tuple[Callable[[float], str], float]] = {
    "rfc3339": (lambda at: rfc3339(at), 0.001),
    "unix": (lambda at: f"{at:.3f}", 0.001),
    "unix_ms": (lambda at: f"{round(at * 1000)}", 0.001),
    "unix_s": (lambda at: f"{at:.0f}", 1.0),
}
MOMENTS = "|".join(_FORMS)
PLACE = rf"\{{((start|end)_({MOMENTS})|duration)\}}"  # read by PostgreSQL as well


@dataclass(frozen=True)
class Template:
    """An address with places such as {start_rfc3339}, {end_unix} and {duration} (seconds)."""

    url: str

    def begun(self, at: float) -> float:
        """Give the last moment, not after this one, that its places can say."""
        steps = [_FORMS[form][1] for _, _, form in re.findall(PLACE, self.url) if form]
        if max(steps, default=0.0) < 1.0:
            return at
        return at // 1.0

    def filled(self, begin: float, end: float) -> str:
        """Give the address for a time in unix seconds."""

        def said(place: re.Match[str]) -> str:
            _, edge, form = place.groups()
            if form is None:
                return f"{end - begin:.3f}"
            return _FORMS[form][0](begin if edge == "start" else end)

        return re.sub(PLACE, said, self.url)


def rfc3339(at: float) -> str:
    """Write a moment as RFC 3339 does, to the millisecond; Z needs no escape in an address."""
    whole = datetime.fromtimestamp(round(at, 3), UTC)
    return whole.isoformat(timespec="milliseconds").replace("+00:00", "Z")
