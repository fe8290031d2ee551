"""Bring a list of past calls in: CSV, GeoJSON or GeoPackage."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.audit.actors import Shell
from registry.incidents import columns
from registry.incidents.importing import import_incidents
from registry.refusals import Refusal


class Command(BaseCommand):
    """Import past incidents; a repeated import tells them anew."""

    help = (
        "Import past incidents from CSV, GeoJSON or GeoPackage, as closed ones. "
        "Rejected rows go to FILE.rejected.csv."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, which system it is from, and where its columns differ from ours."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--source", default="", help="the system; else the file's name")
        parser.add_argument("--map", nargs="+", default=[], metavar="field=column")
        parser.add_argument("--crs", help="coordinate system of a file that does not say")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file in one transaction."""
        try:
            outcome = import_incidents(
                options["file"],
                Shell(),
                source=options["source"],
                named=columns.mapping(options["map"]),
                crs=options["crs"],
            )
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        where = f", see {outcome.rejected_file}" if outcome.rejected_file else ""
        self.stdout.write(
            f"accepted {outcome.accepted:,}, changed {outcome.changed:,}, "
            f"rejected {len(outcome.rejected):,}{where}"
        )
