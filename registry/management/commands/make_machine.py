"""Make a bearer token for a machine: a CAD, an edge box, a robot."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from registry.accounts import machines
from registry.audit.actors import Shell
from registry.audit.recording import record
from registry.models import Agency

SCOPES = {
    "incidents": "report calls and read back its own",
    "cameras": "report cameras",
    "pose": "report where a moving camera is",
}


class Command(BaseCommand):
    """The token is printed once."""

    help = "make a bearer token; scopes: " + "; ".join(f"{k} ({v})" for k, v in SCOPES.items())

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a name and what the machine may do."""
        parser.add_argument("name", help="its source's name, as incidents will show it")
        parser.add_argument("scopes", nargs="+", choices=sorted(SCOPES))
        parser.add_argument("--agency", default="", help="the agency it works for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and write that down."""
        agency = Agency.objects.filter(name=options["agency"]).first()
        if options["agency"] and agency is None:
            raise CommandError(f"No agency is called {options['agency']!r}.")
        try:
            with transaction.atomic():
                token = machines.make(options["name"], scopes=options["scopes"], agency=agency)
                record(
                    Shell(),
                    "made a machine",
                    "machine",
                    options["name"],
                    detail={"scopes": options["scopes"]},
                )
        except IntegrityError:
            raise CommandError(f"A machine called {options['name']!r} exists.") from None
        self.stdout.write(token)
