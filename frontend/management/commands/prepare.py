"""Bring tables, static files and the made-up town up to date: all that must be there to serve."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from frontend.deploy.saying import say, step
from registry.cameras.models import Camera


class Command(BaseCommand):
    """Repeatable: what is there already is left as it is."""

    help = "migrate, collect static files, and load the made-up town into an empty demo"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --empty."""
        parser.add_argument("--empty", action="store_true", help="do not load the made-up town")

    def handle(self, *args: Any, empty: bool, **options: Any) -> None:
        """Do what is missing."""
        if not (settings.OWNER_KNOWN or settings.DEMO):
            raise CommandError("Set DATABASE_OWNER_URL: the web's login may make no tables.")
        with step("tables"):
            call_command("migrate", verbosity=0)
        with step("static files"):
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO and not empty and not Camera.registry.exists():
            say("  the made-up town")
            call_command("load_town")
