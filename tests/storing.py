"""A folder for evidence that only this test knows."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def vault(settings: Any, tmp_path: Path) -> Path:
    """Keep evidence and uploads here; gives the folder of what is whole."""
    place = settings.STORAGES["evidence"]
    folder = tmp_path / "evidence"
    options = place["OPTIONS"] | {"location": str(folder)}
    settings.STORAGES = settings.STORAGES | {"evidence": place | {"OPTIONS": options}}
    settings.UPLOADS_DIR = tmp_path / "uploads"
    settings.EVIDENCE_LEAVE_FREE_MB = 0
    return folder
