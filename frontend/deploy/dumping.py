"""How PostgreSQL's own programs reach the database that settings name."""

import os

from django.db import connections

from frontend.deploy.postgres import installed


def program(name: str) -> str:
    """Choose the newest installed; pg_dump reads older servers, never newer ones."""
    here = installed()
    return here[0].program(name) if here else name


def connection_of(alias: str) -> tuple[list[str], dict[str, str]]:
    """Give the address as arguments, and the password where no process list shows it."""
    wanted = connections[alias].settings_dict
    named = {"--dbname": "NAME", "--username": "USER", "--host": "HOST", "--port": "PORT"}
    address = [f"{option}={wanted[key]}" for option, key in named.items() if wanted[key]]
    return [*address, "--no-password"], {**os.environ, "PGPASSWORD": str(wanted["PASSWORD"])}
