"""The real extract of central Helsinki, fetched once and kept."""

from pathlib import Path

import pytest
from django.conf import settings

from registry.places import helsinki


@pytest.fixture(scope="session")
def extract() -> Path:
    return helsinki.fetch(Path(settings.VAR_DIR) / "cache")


@pytest.fixture
def pbf(extract: Path, tmp_path: Path) -> Path:
    """Give a copy, so that the list of what was rejected lies beside it and not in the cache."""
    copy = tmp_path / extract.name
    copy.write_bytes(extract.read_bytes())
    return copy
