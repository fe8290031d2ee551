"""Bring a list of cameras in: CSV, GeoJSON or GeoPackage."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.audit.actors import Shell
from registry.cameras import columns
from registry.cameras.importing import NEVER_SAID, Outcome, import_cameras
from registry.refusals import Refusal


class Command(BaseCommand):
    """Import cameras; a repeated import changes what its file says anew."""

    help = (
        "Import cameras from CSV, GeoJSON or GeoPackage; OpenStreetMap's tags are understood. "
        "Rejected rows go to FILE.rejected.csv."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, where its columns differ from ours, and whose cameras they are."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--map", nargs="+", default=[], metavar="field=column")
        parser.add_argument("--owner", default=NEVER_SAID, help="of cameras that name none")
        parser.add_argument("--crs", help="coordinate system of a file that does not say")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file in one transaction."""
        try:
            outcome = import_cameras(
                options["file"],
                Shell(),
                named=columns.mapping(options["map"]),
                owner=options["owner"],
                crs=options["crs"],
            )
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        self.report(outcome)

    def report(self, outcome: Outcome) -> None:
        """Say how many were accepted, changed and rejected."""
        merged = outcome.merged
        where = f", see {outcome.rejected_file}" if outcome.rejected_file else ""
        self.stdout.write(
            f"accepted {merged.new:,}, changed {merged.changed:,}, same {merged.same:,}, "
            f"rejected {len(outcome.rejected):,}{where}"
        )
