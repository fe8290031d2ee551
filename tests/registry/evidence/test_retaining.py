"""What is over is deleted with a certificate; what is held is not; what is shared stays once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.access.facts import Actor
from registry.evidence import holding, retaining, storing
from registry.models import Certificate, Custody, Entry, Item
from tests.registry.evidence.conftest import Kept


def grown_old(item: Item, days: int = 1200) -> None:
    received = timezone.now() - timedelta(days=days)
    Item.registry.filter(pk=item.pk).update(received_at=received)


def test_a_class_is_chosen_by_the_kind_of_call(kept: Kept) -> None:
    assert kept().retention_id == "traffic"
    assert kept(b"other", request=True).retention_id == "standard"


def test_what_is_over_is_deleted_and_a_certificate_says_by_which_rule(kept: Kept) -> None:
    item = kept(name="Ann's yard.dav")
    grown_old(item)
    retaining.delete_over()
    item.refresh_from_db()
    assert item.deleted_at
    assert (item.name, item.giver) == ("", "")
    assert not storing.has(item.stored)
    certificate = item.certificate
    assert certificate.sha256 == item.sha256
    assert certificate.rule == "Crashes and traffic, 1095 days"
    assert certificate.bytes_gone
    assert Entry.objects.get(action="evidence_deleted").detail["sha256"] == item.sha256


def test_what_is_not_over_stays(kept: Kept) -> None:
    item = kept()
    grown_old(item, days=1000)
    retaining.delete_over()
    assert storing.has(item.stored)


def test_a_hold_beats_the_rule_and_its_end_lets_the_rule_count(
    kept: Kept, actors: dict[str, Actor]
) -> None:
    item = kept()
    grown_old(item)
    holding.hold(actors["supervisor"], item.pk, "Appeal pending")
    retaining.delete_over()
    assert storing.has(item.stored)
    holding.release(actors["supervisor"], item.pk)
    retaining.delete_over()
    assert not storing.has(item.stored)
    deeds = Custody.objects.filter(item=item).order_by("id").values_list("deed", flat=True)
    assert list(deeds) == ["received", "held", "released", "deleted"]


def test_the_same_bytes_stay_while_another_item_needs_them(kept: Kept) -> None:
    old, young = kept(), kept(request=True)
    assert old.stored == young.stored
    grown_old(old)
    retaining.delete_over()
    old.refresh_from_db()
    assert old.deleted_at
    assert not old.certificate.bytes_gone
    assert storing.has(young.stored)


def test_bytes_that_cannot_be_deleted_leave_the_item_as_it_was(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> None:
        raise OSError("read-only file system")

    item = kept()
    grown_old(item)
    monkeypatch.setattr(storing, "delete", refuse)
    with pytest.raises(OSError, match="read-only"):
        retaining.delete_over()
    item.refresh_from_db()
    assert item.deleted_at is None
    assert not Certificate.objects.exists()
