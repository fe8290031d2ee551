"""Write the public map into a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.refusals import Refusal
from tiles.credit import credit
from tiles.exporting import export


class Command(BaseCommand):
    """What strangers see, for other maps: tiles as PMTiles, or the anchors as GeoJSON."""

    help = "export the public map to FILE.pmtiles or FILE.geojson"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        file: Path = options["file"]
        try:
            count = export(file, attribution=credit())
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        what = "tiles" if file.suffix == ".pmtiles" else "anchors"
        self.stdout.write(f"{file}: {count} {what}, {file.stat().st_size / 1000:.0f} kB")
