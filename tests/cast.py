"""The cast: one person for each role, a stranger and a machine, each with a browser."""

from collections.abc import Callable

import pytest
from django.test import Client

from registry.accounts import casting, machines
from registry.models import Role, User

Knock = Callable[[str], Client]


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    """Give the demo's people by role."""
    return casting.cast()


@pytest.fixture
def knock(cast: dict[str, User]) -> Knock:
    """Give a browser signed in as a role; "stranger" has not signed in, "machine" has a token."""

    def browser(role: str) -> Client:
        client = Client()
        if role == "machine":
            token = machines.make(f"machine {len(machines.PREFIX)}", scopes=["incidents"])
            return Client(headers={"Authorization": f"Bearer {token}"})
        if role in Role.values:
            client.force_login(cast[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser
