"""Callers, as the log and the registry name them: nobody asks who they are."""

from dataclasses import dataclass

from registry.owners.models import Owner


@dataclass(frozen=True)
class Caller:
    """Whoever opened the link."""

    id: str = ""
    name: str = "caller"
    role: str = "caller"
    agency: str = ""


def callers() -> Owner:
    """Give the owner all callers' phones are entered under; it has no account."""
    owner, _ = Owner.objects.get_or_create(
        kind=Owner.Kind.CALLER, name="Callers", defaults={"email": ""}
    )
    return owner
