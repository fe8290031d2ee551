"""Files on their way in, over HTTP: whole, in pieces, wrongly, and by strangers."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from registry.models import Custody, Incident, Item, Upload, User
from tests.cast import Knock

KIND = "application/offset+octet-stream"
HERE = Point(-84.5, 38.05, srid=4326)
Announce = Callable[..., Any]


@pytest.fixture(autouse=True)
def _evidence_of_its_own(vault: Path) -> None:
    """Keep what is kept in this test's own folder."""


@pytest.fixture
def call(cast: dict[str, User]) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad", external_id="1", number="1", kind="robbery", priority=1, position=HERE,
        state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


@pytest.fixture
def announce(knock: Knock, call: Incident) -> Announce:
    def announced(size: int, name: str = "cam 3.dav", role: str = "investigator") -> Any:
        said = f"filename {base64.b64encode(name.encode()).decode()}"
        return knock(role).post(
            f"/uploads?incident={call.pk}",
            content_type="application/octet-stream",
            headers={"Upload-Length": str(size), "Upload-Metadata": said},
        )

    return announced


def send(begun: Any, offset: int, data: bytes, **headers: str) -> Any:
    """Send a piece as a phone would that knows the key and nothing else."""
    told = {"Upload-Key": begun["Upload-Key"], "Upload-Offset": str(offset)} | headers
    return Client().patch(begun["Location"], data, content_type=KIND, headers=told)


def receipt(begun: Any) -> Any:
    return Client().get(begun["Location"], headers={"Upload-Key": begun["Upload-Key"]}).json()


def test_a_file_in_two_pieces_is_kept_under_its_hash(announce: Announce, call: Incident) -> None:
    begun = announce(11)
    assert begun.status_code == 201
    assert send(begun, 0, b"hello ")["Upload-Offset"] == "6"
    assert send(begun, 6, b"world").status_code == 204
    told = receipt(begun)
    assert told["sha256"] == hashlib.sha256(b"hello world").hexdigest()
    assert (told["state"], told["again"]) == ("done", False)
    item = Item.registry.get()
    assert (item.incident, item.name, item.size) == (call, "cam 3.dav", 11)
    assert item.retention_id == "violent"
    assert [row.deed for row in item.custody.all()] == ["received"]


def test_a_file_of_no_bytes_is_taken_as_it_is(announce: Announce) -> None:
    told = receipt(announce(0))
    assert (told["state"], told["sha256"]) == ("done", hashlib.sha256(b"").hexdigest())


def test_the_same_file_twice_is_one_item_and_both_times_are_written_down(
    announce: Announce,
) -> None:
    for _ in range(2):
        begun = announce(4)
        send(begun, 0, b"same")
    assert receipt(begun)["again"] is True
    assert Item.registry.count() == 1
    assert list(Custody.objects.values_list("deed", flat=True)) == ["received", "again"]


def test_what_does_not_begin_where_the_rest_ends_is_refused(announce: Announce) -> None:
    begun = announce(10)
    send(begun, 0, b"12345")
    refused = send(begun, 4, b"xxx")
    assert refused.status_code == 409
    assert "5 bytes are here" in refused.json()["detail"]
    assert receipt(begun)["offset"] == 5


def test_more_than_was_announced_is_refused(announce: Announce) -> None:
    begun = announce(3)
    assert send(begun, 0, b"1234").status_code == 413
    assert receipt(begun)["offset"] == 0


def test_the_id_alone_opens_nothing(announce: Announce, knock: Knock) -> None:
    begun, browser = announce(3), knock("investigator")
    for key in ("", "a guess"):
        for method in (browser.get, browser.head, browser.patch, browser.delete):
            asked = method(begun["Location"], headers={"Upload-Key": key})
            assert asked.status_code == 404
    assert Upload.objects.get().state == "open"


def test_nobody_else_announces_a_file_for_a_call(announce: Announce) -> None:
    for role in ("stranger", "officer", "auditor", "administrator", "owner"):
        assert announce(3, role=role).status_code == 404, role


def test_whose_account_was_closed_goes_on_with_nothing(
    announce: Announce, cast: dict[str, User]
) -> None:
    begun = announce(3)
    User.objects.filter(pk=cast["investigator"].pk).update(is_active=False)
    assert send(begun, 0, b"123").status_code == 404


def test_what_was_given_up_is_gone(announce: Announce, settings: Any) -> None:
    begun = announce(9)
    send(begun, 0, b"123")
    gone = Client().delete(begun["Location"], headers={"Upload-Key": begun["Upload-Key"]})
    assert gone.status_code == 204
    assert not list(Path(settings.UPLOADS_DIR).iterdir())
    assert send(begun, 3, b"456").status_code == 409


@pytest.mark.parametrize(
    ("limits", "status", "words"),
    [
        ({"UPLOAD_LIMIT_MB": 0}, 413, "One file is at most"),
        ({"UPLOAD_QUOTA_MB": 0}, 413, "together"),
        ({"EVIDENCE_LEAVE_FREE_MB": 1 << 40}, 507, "no room"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    announce: Announce, settings: Any, limits: dict[str, int], status: int, words: str
) -> None:
    for name, value in limits.items():
        setattr(settings, name, value)
    refused = announce(3)
    assert refused.status_code == status
    assert words in refused.json()["detail"]


def test_a_piece_without_its_place_or_of_another_kind_is_refused(announce: Announce) -> None:
    begun = announce(3)
    assert send(begun, 0, b"123", **{"Upload-Offset": "x"}).status_code == 400
    key = {"Upload-Key": begun["Upload-Key"], "Upload-Offset": "0"}
    told = Client().patch(begun["Location"], b"123", content_type="video/mp4", headers=key)
    assert told.status_code == 415


def test_folders_in_a_name_are_left_out(announce: Announce) -> None:
    announce(0, name="C:\\DVR\\..\\a\x00b.dav")
    assert Item.registry.get().name == "ab.dav"
