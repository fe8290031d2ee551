"""Check the audit log against its hashes, its seals and the seals told outside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.audit.models import Seal
from registry.audit.verifying import first_fault


class Command(BaseCommand):
    """Name the first bad batch or row, or say that the log is whole."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify."""
        if fault := first_fault():
            raise CommandError(fault)
        self.stdout.write(f"The log is whole: {Seal.objects.count()} seals verified.")
