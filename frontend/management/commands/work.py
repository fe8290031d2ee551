"""The worker: jobs as they come."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    """Runs until it is told to stop, then finishes what it began within 5 s."""

    help = "run the jobs of this centre"

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        connector = app.connector
        assert isinstance(connector, DjangoConnector)  # noqa: S101  # for mypy; Django's app has no other
        with app.replace_connector(connector.get_worker_connector()):
            asyncio.run(self._work())

    async def _work(self) -> None:
        async with app.open_async():
            await app.run_worker_async(shutdown_graceful_timeout=5)
