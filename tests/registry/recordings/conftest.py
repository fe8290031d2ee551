"""An agency camera, and a place of its own for what is recorded."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from registry.models import Agency, Camera, Owner

HERE = Point(-84.5, 38.04, srid=4326)
DISK = "django.core.files.storage.FileSystemStorage"


@pytest.fixture
def shelf(tmp_path: Path, settings: Any) -> Path:
    place = tmp_path / "recordings"
    recordings = {"BACKEND": DISK, "OPTIONS": {"location": str(place)}}
    settings.STORAGES = settings.STORAGES | {"recordings": recordings}
    settings.RECORDINGS_LEAVE_FREE_MB = 1
    return place


def camera(number: int = 1, level: int = 0) -> Camera:
    agency, _ = Agency.objects.get_or_create(name="Police")
    kind = "agency" if level == 0 else "business"
    owner = Owner.objects.create(kind=kind, name=kind, agency=agency if level == 0 else None)
    return Camera.registry.create(
        number=number, name=f"Corner {number}", kind="traffic" if level == 0 else "business",
        level=level, owner=owner, position=HERE, surveyed_position=HERE,
    )  # fmt: skip
