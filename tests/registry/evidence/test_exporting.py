"""An export is checked by what lies in it, with Python and nothing else."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from registry.access.facts import Actor
from registry.evidence import exporting, storing
from registry.evidence.refusals import Missing, NothingToExport
from registry.models import Custody, Entry
from tests.registry.evidence.conftest import Kept


def unpacked(export: exporting.Export, into: Path) -> Path:
    archive = io.BytesIO(b"".join(export.pieces()))
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        opened.extractall(into)
    return into


def verified(folder: Path) -> tuple[int, str]:
    alone = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = subprocess.run(alone, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout


def test_an_export_is_whole_and_written_down(
    kept: Kept, actors: dict[str, Actor], tmp_path: Path
) -> None:
    items = [kept(b"one", name="a.dav"), kept(b"two" * 1_000_000, name="../b.mp4"), kept(b"")]
    export = exporting.export(actors["investigator"], [item.pk for item in items])
    folder = unpacked(export, tmp_path / "x")
    code, said = verified(folder)
    assert (code, said.splitlines()[0]) == (0, "OK: 6 files are what was kept.")
    assert export.manifest_sha256 in said
    entry = Entry.objects.get(action="evidence_archive_made")
    assert entry.detail["manifest_sha256"] == export.manifest_sha256
    assert Custody.objects.filter(deed="exported").count() == 3
    deeds = json.loads((folder / "custody.json").read_text())
    assert [deed["deed"] for deed in deeds] == ["received"] * 3 + ["exported"] * 3
    assert "exported" in (folder / "custody.html").read_text()


@pytest.mark.parametrize("change", ["flip", "lose", "add"])
def test_the_first_file_that_is_not_what_was_kept_is_named(
    kept: Kept, actors: dict[str, Actor], tmp_path: Path, change: str
) -> None:
    item = kept(b"a film of a gate")
    folder = unpacked(exporting.export(actors["supervisor"], [item.pk]), tmp_path / "x")
    file = folder / "files" / f"{item.pk}.dav"
    match change:
        case "flip":
            data = bytearray(file.read_bytes())
            data[3] ^= 1
            file.write_bytes(data)
        case "lose":
            file.unlink()
        case "add":
            file.with_name("stranger.dav").write_bytes(b"")
    code, said = verified(folder)
    assert code == 1
    assert said.startswith("BAD: files/" + ("stranger" if change == "add" else str(item.pk)))


@pytest.mark.parametrize("role", ["auditor", "dispatcher", "administrator", "owner"])
def test_nobody_else_exports(kept: Kept, actors: dict[str, Actor], role: str) -> None:
    with pytest.raises(NothingToExport):
        exporting.export(actors[role], [kept().pk])


def test_what_is_not_in_the_storage_is_said_before_a_byte_is_sent(
    kept: Kept, actors: dict[str, Actor]
) -> None:
    item = kept()
    storing.delete(item.stored)
    with pytest.raises(Missing):
        exporting.export(actors["investigator"], [item.pk])
