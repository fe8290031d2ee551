"""Migrate as the owner of the tables, then say what the other logins may do."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from psycopg import sql

RIGHTS = Path(__file__).resolve().parents[2] / "rights.sql"


class Command(Migrate):
    """Django's migrate on the owner's login, followed by rights.sql."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the owner's login unless another is named."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then grant."""
        super().handle(*args, **options)
        whole = (
            not options.get("app_label")
            and not options.get("plan")
            and not options["check_unapplied"]
        )
        if options["database"] == "owner" and whole:
            grant_rights()


def grant_rights() -> None:
    """Run rights.sql for the logins in use; one login for everything has nothing to be granted."""
    owner, app, public = (
        connections[alias].settings_dict["USER"] for alias in ("owner", "default", "public")
    )
    if len({owner, app, public}) < 3:
        return
    rights = sql.SQL(RIGHTS.read_text()).format(
        app=sql.Identifier(app), public=sql.Identifier(public)
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute(rights.as_string(cursor.connection))
