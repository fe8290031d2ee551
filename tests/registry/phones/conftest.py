"""A call and its dispatcher."""

from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import Point

from registry.access.facts import Actor
from registry.feeds.readers import reader
from registry.models import Incident, User

HERE = Point(-84.5, 38.05, srid=4326)


@pytest.fixture
def dispatcher(cast: dict[str, User]) -> Actor:
    return reader(cast["dispatcher"])


@pytest.fixture
def call(db: None) -> Incident:
    now = datetime.now(UTC)
    return Incident.registry.create(
        source="CAD", external_id="1", number="26-0001", kind="robbery", priority=1,
        position=HERE, state="open", reported_at=now, updated_at=now,
    )  # fmt: skip
