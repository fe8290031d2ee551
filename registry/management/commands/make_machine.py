"""Make a bearer token for a machine: a CAD, an edge box, a robot."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from registry.accounts import machines
from registry.audit.actors import Shell
from registry.audit.recording import record
from registry.incidents.opening import BY_HAND
from registry.models import Agency, Camera, Machine

SCOPES = {
    "incidents": "report calls and read back its own",
    "pose": "report where its moving cameras are",
}
LONGEST = Machine._meta.get_field("name").max_length or 0


class Command(BaseCommand):
    """The token is printed once."""

    help = "make a bearer token; scopes: " + "; ".join(f"{k} ({v})" for k, v in SCOPES.items())

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a name and what the machine may do."""
        parser.add_argument("name", type=_name, help="its source's name, as incidents will show it")
        parser.add_argument("scopes", nargs="+", choices=sorted(SCOPES))
        parser.add_argument("--agency", default="", help="the agency it works for")
        parser.add_argument(
            "--camera",
            dest="cameras",
            action="append",
            type=int,
            default=[],
            metavar="NUMBER",
            help="a camera it moves; once for each",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and write that down."""
        name, scopes = options["name"], options["scopes"]
        agency = Agency.objects.filter(name=options["agency"]).first()
        if options["agency"] and agency is None:
            raise CommandError(f"No agency is called {options['agency']!r}.")
        if "pose" in scopes and not options["cameras"]:
            raise CommandError("Say with --camera which cameras it moves.")
        if options["cameras"] and "pose" not in scopes:
            raise CommandError("--camera is only for pose.")
        cameras = _moving(options["cameras"])
        told = {"scopes": scopes, "cameras": sorted(str(camera.pk) for camera in cameras)}
        try:
            with transaction.atomic():
                token = machines.make(name, scopes=scopes, agency=agency, cameras=cameras)
                record(Shell(), "made a machine", "machine", name, detail=told)
        except IntegrityError:
            raise CommandError(f"A machine called {name!r} exists.") from None
        self.stdout.write(token)


def _name(text: str) -> str:
    if not 0 < len(text) <= LONGEST:
        raise ArgumentTypeError(f"a name has at most {LONGEST} letters, and one at least")
    if text == BY_HAND:
        raise ArgumentTypeError(f"{BY_HAND} is the source of calls begun by hand")
    return text


def _moving(numbers: list[int]) -> list[Camera]:
    found = Camera.registry.filter(form=Camera.Form.MOVING).in_bulk(numbers, field_name="number")
    for number in numbers:
        if number not in found:
            raise CommandError(f"No moving camera has the number {number}.")
    return list(found.values())
