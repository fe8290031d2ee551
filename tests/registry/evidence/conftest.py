"""A call, its people, and files that were sent for it."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.access.facts import Actor
from registry.evidence import uploading
from registry.feeds.readers import reader
from registry.models import Incident, Item, User

Kept = Callable[..., Item]


@pytest.fixture(autouse=True)
def _evidence_of_its_own(vault: Path) -> None:
    """Keep what is kept in this test's own folder."""


@pytest.fixture
def call(cast: dict[str, User]) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad", external_id="1", number="24-0117", kind="Vehicle crash", priority=2,
        position=Point(-84.5, 38.05, srid=4326), state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


@pytest.fixture
def actors(cast: dict[str, User]) -> dict[str, Actor]:
    return {role: reader(user) for role, user in cast.items()}


@pytest.fixture
def kept(call: Incident, cast: dict[str, User]) -> Kept:
    """Send a file and give the item it became."""

    def send(data: bytes = b"film", *, name: str = "cam.dav", request: bool = False) -> Item:
        about = ("request", uuid4()) if request else ("incident", call.pk)
        upload = uploading.begin(
            *about, name=name, size=len(data), giver="Ann", keeper=cast["investigator"].pk
        )
        if data:
            uploading.take(upload, 0, len(data), [data])
        upload.refresh_from_db()
        assert upload.item
        return upload.item

    return send
