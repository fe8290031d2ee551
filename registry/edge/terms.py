"""What an owner lets a centre see of one camera: the switch, as box and centre both read it.

The box decides by this file alone. The centre decides by registry/access, which knows grants and
roles; a test compares the two case by case, because neither may be the looser one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Self

from registry.refusals import Refusal

CONDITIONS = ("never", "panic", "priority", "hours", "ask", "always")
CAPABILITIES = ("still", "live", "recorded")
NOUNS = {"still": "stills", "live": "live video", "recorded": "recordings"}
ANY_CALL = 5  # the least urgent priority: terms for it are for every call
MOST_BACK = 7 * 24 * 60  # minutes
ROLES = {"dispatcher", "supervisor", "officer", "investigator"}


class TermsRefused(Refusal):
    """This is no setting a switch can have."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """Why somebody at the centre looks, in the centre's words: they are written down as said.

    metres: from the call to the camera. unreal: a point set by hand, without a stated emergency.
    """

    number: str
    kind: str
    priority: int
    metres: float
    role: str
    purpose: str = ""
    agency: str = ""
    unreal: bool = False

    @classmethod
    def read(cls, said: object) -> Self:
        """Read a call as it came. Raises TermsRefused for one that leaves anything open."""
        if not isinstance(said, Mapping):
            raise TermsRefused("A look without a call.")
        try:
            return cls(
                number=_words(said["number"]),
                kind=_words(said["kind"]),
                priority=_whole(said["priority"], 1, 5),
                metres=_metres(said["metres"]),
                role=_words(said["role"]),
                purpose=_words(said.get("purpose", "")),
                agency=_words(said.get("agency", "")),
                unreal=said.get("unreal") is not False,
            )
        except (KeyError, TypeError, ValueError):
            raise TermsRefused("A look without a whole call.") from None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One camera's switch. Nothing is open until its owner opens it."""

    capabilities: frozenset[str] = frozenset()
    condition: str = "never"
    priority_at_most: int | None = None
    within: float | None = None
    from_hour: time | None = None
    until_hour: time | None = None
    max_session_min: int = 15
    open_until: datetime | None = None
    back_min: int = 60  # how far back recordings may be sent, and
    since: datetime | None = None  # never from before its owner opened them on these terms

    @classmethod
    def read(cls, said: object) -> Self:
        """Read terms as they came or were kept. Raises TermsRefused."""
        if not isinstance(said, Mapping):
            raise TermsRefused
        try:
            terms = cls(
                capabilities=frozenset(said["capabilities"]),
                condition=_words(said["condition"]),
                priority_at_most=_maybe(said.get("priority_at_most"), lambda v: _whole(v, 1, 5)),
                within=_maybe(said.get("within"), _metres),
                from_hour=_maybe(said.get("from_hour"), time.fromisoformat),
                until_hour=_maybe(said.get("until_hour"), time.fromisoformat),
                max_session_min=_whole(said.get("max_session_min", 15), 1, 240),
                open_until=_maybe(said.get("open_until"), _moment),
                back_min=_whole(said.get("back_min", 60), 1, MOST_BACK),
                since=_maybe(said.get("since"), _moment),
            )
        except (KeyError, TypeError, ValueError):
            raise TermsRefused from None
        return terms.checked()

    def checked(self) -> Self:
        """Refuse what cannot be told apart from a mistake."""
        if self.condition not in CONDITIONS or not self.capabilities <= set(CAPABILITIES):
            raise TermsRefused
        if self.condition == "priority" and self.priority_at_most is None:
            raise TermsRefused("Say up to which priority.")
        if self.condition == "hours" and (self.from_hour is None or self.until_hour is None):
            raise TermsRefused("Say from when until when.")
        return self

    def said(self) -> dict[str, Any]:
        """Write them as they go over the wire and into the box's file."""
        hours = {name: _iso(getattr(self, name)) for name in ("from_hour", "until_hour")}
        moments = {name: _iso(getattr(self, name)) for name in ("open_until", "since")}
        return asdict(self) | hours | moments | {"capabilities": sorted(self.capabilities)}

    def words(self) -> str:
        """Say it to people: what is open, and when."""
        if not self.capabilities or self.condition == "never":
            return "nothing"
        opens = [NOUNS[each] for each in CAPABILITIES if each in self.capabilities]
        if "recorded" in self.capabilities:
            opens[-1] += f" of the last {self.back_min} min"
        near = "" if self.within is None else f" within {round(self.within)} m"
        start, end = self.from_hour or time(), self.until_hour or time()
        when = {
            "panic": "while a panic alarm is open there",
            "priority": f"for calls of priority {self.priority_at_most} or more urgent{near}",
            "hours": f"from {start:%H:%M} until {end:%H:%M}, for any call",
            "ask": "when its owner, asked each time, says yes",
        }
        return f"{', '.join(opens)}: {when.get(self.condition, 'for any call')}"

    def after(self, before: "Terms", at: datetime) -> "Terms":
        """Give what holds from this moment on; a yes for a while changes no terms."""
        if "recorded" not in self.capabilities:
            return replace(self, since=None)
        same = replace(self, open_until=None, since=None) == replace(
            before, open_until=None, since=None
        )
        return replace(self, since=before.since if same and before.since else at)

    def earliest(self, at: datetime) -> datetime | None:
        """Say from when on recordings may be sent to one who asks at this moment."""
        if self.since is None:
            return None
        return max(self.since, at - timedelta(minutes=self.back_min))

    def now(self, at: datetime) -> "Terms":
        """Give what holds at this moment: one who is asked each time may have said yes."""
        if self.condition == "ask" and self.open_until and at < self.open_until:
            return replace(self, condition="always")
        return self

    def refuse(self, want: str, call: Call, at: datetime) -> str:
        """Say why this look may not be; nothing against it is an empty string.

        at: the box's own clock, in the centre's time zone.
        """
        if call.role not in ROLES:
            return "only dispatch, officers and investigators may look"
        if want not in self.capabilities:
            return f"its owner has not opened its {NOUNS.get(want, want)}"
        return self.now(at)._missing(call, at)

    def _missing(self, call: Call, at: datetime) -> str:
        if call.role == "investigator" and self._emergency_only():
            return "opens in an emergency, for dispatch and officers only"
        match self.condition:
            case "always":
                return ""
            case "hours":
                return self._hours(at.time())
            case "priority":
                return _unreal(call) or self._priority(call)
            case "panic":
                opens = "opens only while a panic alarm is open here"
                return _unreal(call) or ("" if call.kind == "panic" else opens)
            case "ask":
                return "its owner wants to be asked each time"
        return "its owner has closed it for now"

    def _emergency_only(self) -> bool:
        urgent = self.condition == "priority" and (self.priority_at_most or 0) < ANY_CALL
        return self.condition == "panic" or urgent

    def _priority(self, call: Call) -> str:
        if call.priority > (self.priority_at_most or 0):
            return f"opens for calls of priority {self.priority_at_most} or more urgent"
        if self.within is not None and call.metres > self.within:
            return f"opens for calls within {round(self.within)} m"
        return ""

    def _hours(self, now: time) -> str:
        start, end = self.from_hour or time(), self.until_hour or time()
        # Equal hours are the whole day; an end before the start is tomorrow's.
        inside = start <= now < end if start < end else now >= start or now < end
        return "" if inside else f"opens from {start:%H:%M} until {end:%H:%M}"


def _unreal(call: Call) -> str:
    return "opens for real calls; this point was set by hand" if call.unreal else ""


def _iso(moment: time | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _maybe(said: Any, read: Any) -> Any:
    return None if said is None else read(said)


def _words(said: object) -> str:
    if not isinstance(said, str):
        raise ValueError
    return said[:200]


def _whole(said: object, least: int, most: int) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not least <= said <= most:
        raise ValueError
    return said


def _metres(said: object) -> float:
    if not isinstance(said, int | float) or isinstance(said, bool) or not 0 <= said < 1e7:
        raise ValueError
    return float(said)


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError
    return moment
