"""Evidence in a folder and in a bucket: whole or not at all, and the same in both."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from frontend.environment import envstorage
from registry.access.facts import Actor
from registry.evidence import copying, exporting, storing, uploading
from registry.models import Item, Upload
from tests.registry.evidence.conftest import Kept
from tests.registry.evidence.test_copying import film


@pytest.fixture
def bucket(settings: Any) -> None:
    """Keep evidence where no file has a path."""
    place = {"BACKEND": "tests.storing.Bucket"}
    settings.STORAGES = settings.STORAGES | {"evidence": place}


def test_what_is_kept_may_be_read_and_not_written(kept: Kept) -> None:
    where = Path(storing.storage().path(kept().stored))
    assert where.stat().st_mode & 0o777 == 0o400
    assert where.parent.stat().st_mode & 0o077 == 0


def test_what_is_not_kept_leaves_nothing(vault: Path) -> None:
    with storing.writing() as file:
        file.write(b"half")
    assert not vault.exists()
    assert not list(storing.incoming().iterdir())


def test_another_disk_gets_a_whole_copy(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*names: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    with storing.open_stored(kept(b"far away").stored) as file:
        assert file.read() == b"far away"


@pytest.mark.usefixtures("bucket")
def test_a_bucket_is_filled_by_the_worker_and_read_like_a_folder(
    db: None, actors: dict[str, Actor]
) -> None:
    data = film()
    upload = uploading.begin("request", uuid4(), name="a.avi", size=len(data))
    uploading.take(upload, 0, len(data), [data])
    assert Upload.objects.get().state == "checking"
    uploading.finish_waiting()
    item = Item.registry.get()
    assert item.sha256 == hashlib.sha256(data).hexdigest()
    copying.copy_waiting()
    assert item.copies.count() == 2
    export = exporting.export(actors["supervisor"], [item.pk])
    assert data in b"".join(export.pieces())


def test_half_a_file_nobody_goes_on_with_is_given_up(db: None) -> None:
    upload = uploading.begin("request", uuid4(), name="a.dav", size=9)
    uploading.take(upload, 0, 3, [b"abc"])
    Upload.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    uploading.drop_expired()
    assert Upload.objects.get().state == "dropped"
    assert not list(storing.incoming().iterdir())


@pytest.mark.usefixtures("bucket")
def test_what_is_gone_before_it_was_hashed_is_asked_for_again(db: None) -> None:
    upload = uploading.begin("request", uuid4(), name="a.dav", size=3)
    uploading.take(upload, 0, 3, [b"abc"])
    [here] = storing.incoming().iterdir()
    here.unlink()
    uploading.finish_waiting()
    upload.refresh_from_db()
    assert (upload.state, uploading.reached(upload)) == ("open", 0)


def test_a_bucket_is_named_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "s3://evidence/centre?endpoint=https://s3.example&region=us-east-1"
    monkeypatch.setenv("EVIDENCE_URL", address)
    options = envstorage("EVIDENCE_URL", Path("/nowhere"))["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("evidence", "centre")
    assert options["endpoint_url"] == "https://s3.example"


@pytest.mark.parametrize("address", ["evidence", "s3://", "s3://b?colour=red", "http://b/c"])
def test_an_address_that_is_none_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("EVIDENCE_URL", address)
    with pytest.raises(ImproperlyConfigured, match="s3://bucket"):
        envstorage("EVIDENCE_URL", Path("/nowhere"))
