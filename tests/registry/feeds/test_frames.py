"""The last picture of each camera outlives a restart, where there is room."""

import os
from pathlib import Path
from uuid import uuid4

import pytest

from registry.feeds.decoding import Picture
from registry.feeds.frames import Frames

CAMERA = uuid4()
PICTURE = Picture(b"master", b"small")


def taken(folder: Path) -> Frames:
    made = Frames(folder)
    made.put(CAMERA, PICTURE, b"source", 1_795_000_000.0)
    return made


def test_a_kept_picture_is_recalled_by_the_next_process(tmp_path: Path) -> None:
    taken(tmp_path).keep(CAMERA)
    again = Frames(tmp_path)
    assert again.recall() == 1
    assert again.of(CAMERA).picture == PICTURE


def test_a_full_folder_costs_the_picture_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    made = taken(tmp_path)
    monkeypatch.setattr(os, "fdopen", full)
    made.keep(CAMERA)
    assert list(tmp_path.iterdir()) == []
    assert made.of(CAMERA).picture == PICTURE
