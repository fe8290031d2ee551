"""Bring map files in: buildings, streets, districts, addresses, ground and landmarks."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from registry.cameras.queueing import queue_near, queue_shifted
from registry.management.progress import Bar
from registry.places import helsinki
from registry.places.features import Layer
from registry.places.importing import Outcome, bring_in
from registry.places.populating import count_people
from registry.refusals import Refusal

LAYERS = {
    "buildings": Layer.BUILDING,
    "streets": Layer.STREET,
    "districts": Layer.DISTRICT,
    "addresses": Layer.ADDRESS,
}


class Command(BaseCommand):
    """Import places; cameras near a changed building wait to be placed again."""

    help = (
        "Import OpenStreetMap files or anything GDAL reads. What a thing is comes from its tags, "
        "or from the option given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files, what they hold, and where they come from."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        kind = parser.add_mutually_exclusive_group()
        for name, layer in LAYERS.items():
            kind.add_argument(f"--{name}", dest="layer", action="store_const", const=layer)
        kind.add_argument(
            "--population", action="store_true", help="add people up into the districts"
        )
        parser.add_argument(
            "--helsinki",
            action="store_true",
            help="get central Helsinki from OpenStreetMap and import it",
        )
        parser.add_argument(
            "--source", default="", help="whose ids these are; else the file's name"
        )
        parser.add_argument("--credit", default="", help="whom the map is to thank for this data")
        parser.add_argument("--crs", help="coordinate system of files that do not say, EPSG:2205")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one file after another; each is one transaction."""
        files = list(options["files"])
        try:
            if options["helsinki"]:
                files.append(helsinki.fetch(settings.VAR_DIR / "cache"))
            if not files:
                raise CommandError("Name a file, or say --helsinki.")
            for file in files:
                self.bring_in(file, options)
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal

    def bring_in(self, file: Path, options: dict[str, Any]) -> None:
        """Import one file and queue the cameras it concerns."""
        if options["population"]:
            counted = count_people(file, credit=options["credit"], crs=options["crs"])
            self.report(file, counted, queued=0)
            return
        bar = Bar(self.stderr, f"reading {file.name}")
        with transaction.atomic():
            outcome = bring_in(
                file,
                options["layer"],
                source=options["source"],
                credit=options["credit"],
                crs=options["crs"],
                progress=bar,
            )
            bar.close()
            queued = queue_near(outcome.changed)
            if Layer.ADDRESS in outcome.counts:
                queued += queue_shifted()
        self.report(file, outcome, queued)

    def report(self, file: Path, outcome: Outcome, queued: int) -> None:
        """Say what was taken, mended and turned away."""
        self.stdout.write(f"{file}:")
        for layer, counts in outcome.counts.items():
            said = ", ".join(f"{number:,} {what}" for what, number in counts.items())
            self.stdout.write(f"  {layer}: {said}")
        self.stdout.write(f"  mended: {len(outcome.mended):,}")
        where = f", see {outcome.rejected_file}" if outcome.rejected_file else ""
        self.stdout.write(f"  rejected: {len(outcome.rejected):,}{where}")
        if queued:
            self.stdout.write(f"  {queued:,} cameras wait to be placed again")
