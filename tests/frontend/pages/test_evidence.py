"""The pages of evidence: who reads what, what a browser may open, and files without a script."""

import hashlib
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.evidence import retaining, uploading
from registry.models import Custody, Entry, Incident, Item, User
from tests.cast import Knock

PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _evidence_of_its_own(vault: Path) -> None:
    """Keep what is kept in this test's own folder."""


@pytest.fixture
def call(cast: dict[str, User]) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad", external_id="1", number="24-0117", kind="crash", priority=1,
        position=Point(-84.5, 38.05, srid=4326), state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


@pytest.fixture
def item(call: Incident) -> Item:
    upload = uploading.begin("incident", call.pk, name="evil.html", size=len(PAGE), giver="Ann")
    uploading.take(upload, 0, len(PAGE), [PAGE])
    return Item.registry.get()


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_it_is_nothing_to_others(knock: Knock, item: Item) -> None:
    for role in ("officer", "dispatcher", "planner", "administrator", "owner"):
        browser = knock(role)
        for path in ("/evidence", f"/evidence/{item.pk}", f"/evidence/{item.pk}/original"):
            assert browser.get(path).status_code == 404, (role, path)
    assert not Custody.objects.exclude(deed="received").exists()


def test_a_stranger_is_shown_where_to_sign_in(knock: Knock, item: Item) -> None:
    assert knock("stranger").get(f"/evidence/{item.pk}").status_code == 302
    assert knock("stranger").get(f"/evidence/{item.pk}/original").status_code == 404


def test_an_auditor_reads_hash_and_custody_and_nothing_else(knock: Knock, item: Item) -> None:
    auditor = knock("auditor")
    page = auditor.get(f"/evidence/{item.pk}").content.decode()
    assert item.sha256 in page
    assert "Received" in page
    assert "evil.html" not in page
    assert auditor.get(f"/evidence/{item.pk}/original").status_code == 404
    assert auditor.post("/evidence", {"do": "export", "item": item.pk}).status_code == 404
    assert Entry.objects.filter(action="evidence_opened").count() == 1


def test_what_somebody_sent_is_saved_and_never_opened(knock: Knock, item: Item) -> None:
    answer: Any = knock("investigator").get(f"/evidence/{item.pk}/original")
    assert content(answer) == PAGE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Custody.objects.latest("id").deed == "downloaded"
    assert knock("investigator").get(f"/evidence/{item.pk}/picture").status_code == 404


def test_a_supervisor_holds_and_lets_go(knock: Knock, item: Item) -> None:
    supervisor, page = knock("supervisor"), f"/evidence/{item.pk}"
    assert supervisor.post(page, {"do": "hold", "reason": " "}).status_code == 422
    assert supervisor.post(page, {"do": "hold", "reason": "Appeal"}).status_code == 302
    assert b"Appeal" in supervisor.get(page).content
    assert knock("investigator").post(page, {"do": "release"}).status_code == 404
    assert supervisor.post(page, {"do": "release"}).status_code == 302


def test_what_is_ticked_leaves_as_one_archive(knock: Knock, item: Item) -> None:
    investigator = knock("investigator")
    assert investigator.post("/evidence", {"do": "export"}).status_code == 409
    answer: Any = investigator.post("/evidence", {"do": "export", "item": item.pk})
    with zipfile.ZipFile(io.BytesIO(content(answer))) as archive:
        assert archive.read(f"files/{item.pk}.html") == PAGE


def test_a_browser_without_script_sends_files_whole(knock: Knock, call: Incident) -> None:
    said = {
        "do": "upload",
        "clock": "behind",
        "clock_minutes": "2",
        "file": [SimpleUploadedFile("a.dav", b"one"), SimpleUploadedFile("b.dav", b"")],
    }
    answer = knock("investigator").post(f"/evidence?incident={call.pk}", said)
    assert answer.status_code == 302
    first = Item.registry.get(name="a.dav")
    assert (first.sha256, first.clock_offset) == (hashlib.sha256(b"one").hexdigest(), -120.0)
    assert Item.registry.get(name="b.dav").size == 0


def test_what_was_deleted_shows_its_certificate(knock: Knock, item: Item) -> None:
    long_ago = timezone.now() - timedelta(days=4000)
    Item.registry.update(received_at=long_ago)
    retaining.delete_over()
    investigator = knock("investigator")
    page = investigator.get(f"/evidence/{item.pk}").content.decode()
    assert "Certificate of deletion" in page
    assert "Crashes and traffic, 1095 days" in page
    assert investigator.get(f"/evidence/{item.pk}/original").status_code == 404
