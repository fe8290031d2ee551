"""A place for evidence that only this test knows."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.storage import Storage


class Bucket(Storage):
    """A storage that is no folder."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        if name not in self._kept:
            raise FileNotFoundError(name)
        return File(io.BytesIO(self._kept[name]), name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        self._kept[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self._kept

    def delete(self, name: str) -> None:
        del self._kept[name]


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
