"""The note that machine code is there is believed only where numba will find it."""

import os
import shutil
from pathlib import Path

import pytest

from geo.visibility import readiness


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "engine"
    shutil.copytree(readiness.SOURCES, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "code"))
    monkeypatch.setattr(readiness, "SOURCES", copy)
    return copy


def noted() -> bool:
    readiness.machine_code.cache_clear()
    try:
        return readiness.engine_ready()
    finally:
        readiness.machine_code.cache_clear()


def note() -> None:
    readiness.machine_code.cache_clear()
    folder = readiness.machine_code()
    folder.mkdir(parents=True)
    (folder / "warm").touch()


def test_a_note_is_believed_where_nothing_changed(sources: Path) -> None:
    assert not noted()
    note()
    assert noted()


def test_sources_that_were_touched_are_compiled_anew(sources: Path) -> None:
    note()
    os.utime(next(sources.glob("*.py")), (1, 1))
    assert not noted()


def test_sources_that_were_moved_are_compiled_anew(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note()
    monkeypatch.setattr(readiness, "SOURCES", sources.rename(sources.with_name("moved")))
    assert not noted()
