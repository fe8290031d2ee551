"""Print a link that signs somebody in once, within ten minutes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from frontend.deploy.alone import addresses
from registry.accounts import links
from registry.audit.actors import Shell
from registry.audit.recording import record
from registry.models import User


class Command(BaseCommand):
    """The shell is the proof: the link needs no password and no second factor."""

    help = "print a one-time sign-in link for a person"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whom."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the link, and write that down."""
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            names = User.objects.filter(is_active=True).order_by("username")
            known = ", ".join(names.values_list("username", flat=True)[:20])
            raise CommandError(f"Nobody is called {options['username']!r}. Known: {known or '-'}")
        with transaction.atomic():
            token = links.make(user)
            record(Shell(), "made a sign-in link", "user", user.uid, detail={"for": user.username})
        published = addresses(settings.VAR_DIR).get("PUBLIC_ADDRESS", "http://127.0.0.1:8000")
        address = settings.PUBLIC_ADDRESS or published
        self.stdout.write(f"{address}{reverse('signin', args=[token])}")
