"""Who may knock at which door: declared beside the address, read by the gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from registry.access.facts import MACHINE, STRANGER, Actor
from registry.models import Role

View = Callable[..., HttpResponseBase]
Roles = frozenset[str]

PEOPLE: Roles = frozenset(Role.values)
EVERYBODY: Roles = PEOPLE | {STRANGER, MACHINE}
STAFF: Roles = PEOPLE - {Role.OWNER}
NOBODY: Roles = frozenset()

SAFE = {"GET", "HEAD", "OPTIONS"}


def roles(*names: str) -> Roles:
    """Name the roles that may; a name that is none stops the start."""
    return frozenset(Role(name).value for name in names)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who may read and who may write behind one address; what is not said is refused.

    scope: what a machine's token must be made for. page: a stranger is shown the way to sign in.
    by_secret: what is sent proves itself and a session adds nothing to it, as a program's would.
    before_proof: open to staff who have yet to give their second factor. unattended: what a page
    asks while perhaps nobody looks at it, so no sign of life. spoken: answered in the reader's
    language, as owners and the public have it; what staff read is English.
    """

    read: Roles = NOBODY
    write: Roles = NOBODY
    scope: str = ""
    page: bool = False
    by_secret: bool = False
    before_proof: bool = False
    unattended: bool = False
    spoken: bool = False

    def admits(self, actor: Actor, method: str) -> bool:
        """Tell whether this reader may do this here."""
        allowed = self.read if method in SAFE else self.write
        if actor.role == MACHINE and self.scope:
            return self.scope in actor.scopes
        return actor.role in allowed


def door(route: str, view: View, *, rule: Rule, name: str) -> URLPattern:
    """Declare an address, what answers it, and for whom."""
    return path(route, _guarded(view, rule), name=name)


def doors(
    prefix: str, urls: tuple[list[URLPattern | URLResolver], str, str], rules: Mapping[str, Rule]
) -> URLResolver:
    """Declare another library's addresses, a rule for each name it gives them."""
    patterns, app, namespace = urls
    named: set[str | None] = set()
    for pattern in patterns:
        name = pattern.name if isinstance(pattern, URLPattern) else None
        if not isinstance(pattern, URLPattern) or name not in rules:
            raise ImproperlyConfigured(f"No rule for {prefix}{pattern.pattern} ({pattern!r})")
        pattern.callback = _guarded(pattern.callback, rules[str(name)])
        named.add(name)
    if unused := set(rules) - named:
        raise ImproperlyConfigured(f"Rules for no address under {prefix}: {sorted(unused)}")
    return path(prefix, include((patterns, app), namespace=namespace))


def rule_of(view: View) -> Rule | None:
    """Read the rule a view was declared with."""
    return getattr(view, "rule", None)


def _guarded(view: View, rule: Rule) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    guarded.rule = rule  # type: ignore[attr-defined]
    # A library's own exemption does not hold here: a session's writes are checked, a token's never.
    guarded.csrf_exempt = False  # type: ignore[attr-defined]
    return guarded
