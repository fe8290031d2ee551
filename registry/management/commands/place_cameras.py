"""Draw the fields of view of cameras that changed, or of all."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registry.cameras.models import Camera
from registry.cameras.placing import place
from registry.management.progress import Bar


class Command(BaseCommand):
    """Place the cameras that wait for it."""

    help = "Recompute fields of view: of cameras that changed or have a changed building near."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --all and the number of threads."""
        parser.add_argument("--all", action="store_true", help="of every camera")
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        """Place them, with a bar."""
        ids = list(Camera.registry.values_list("id", flat=True)) if options["all"] else None
        bar = Bar(self.stderr, "placing")
        placed = place(ids, progress=bar, workers=max(options["workers"], 1))
        self.stdout.write(f"{placed:,} cameras placed")
