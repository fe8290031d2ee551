"""Measure what every camera covers, with every processor there is."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.coverage.batch import ShareLost, forget_all, measure_all
from registry.coverage.batch_workers import NoCluster, cluster, processes
from registry.management.progress import Bar


class Command(BaseCommand):
    """Does what the worker does little by little, all at once: for a county, or after a move."""

    help = (
        "Measure the cells that every camera sees, where it is placed otherwise than when it was "
        "measured. Begun again after it was stopped, it does what is left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who measures, and whether all is measured again."""
        parser.add_argument(
            "--scheduler",
            metavar="tcp://HOST:PORT",
            help="of a Dask cluster, each worker started in this project's folder with python -m "
            "dask worker tcp://HOST:PORT; without it processes of this machine measure",
        )
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
        again = parser.add_mutually_exclusive_group()
        again.add_argument("--resume", action="store_true", help="do what is left (the default)")
        again.add_argument("--restart", action="store_true", help="do all of it again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure them, with a bar."""
        workers = max(options["workers"], 1)
        address = options["scheduler"]
        if options["restart"]:
            forget_all()
        try:
            measured = measure_all(
                cluster(address) if address else processes(workers),
                workers=workers,
                progress=Bar(self.stderr, "measuring"),
            )
        except (ShareLost, NoCluster) as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{measured:,} cameras measured")
