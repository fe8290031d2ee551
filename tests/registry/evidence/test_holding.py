"""Who may hold and note, and that custody tells all of it and can be changed by nobody."""

import pytest
from django.db import DatabaseError, connection, transaction

from registry.access.facts import Actor
from registry.evidence import holding, reading
from registry.evidence.refusals import NeedsWords, UnknownItem
from registry.models import Custody, Entry
from tests.registry.evidence.conftest import Kept


def test_a_hold_says_why(kept: Kept, actors: dict[str, Actor]) -> None:
    with pytest.raises(NeedsWords):
        holding.hold(actors["supervisor"], kept().pk, "  ")


@pytest.mark.parametrize("role", ["investigator", "dispatcher", "auditor", "administrator"])
def test_only_supervisors_hold(kept: Kept, actors: dict[str, Actor], role: str) -> None:
    with pytest.raises(UnknownItem):
        holding.hold(actors[role], kept().pk, "Appeal")


def test_a_note_keeps_in_custody_what_was_said_before(kept: Kept, actors: dict[str, Actor]) -> None:
    item = kept()
    holding.note(actors["investigator"], item.pk, "Front door", 125.0)
    holding.note(actors["investigator"], item.pk, "Back door", None)
    row = Custody.objects.filter(item=item, deed="noted").latest("id")
    assert row.detail == {"was": {"note": "Front door", "clock_offset": 125.0}}
    assert Entry.objects.get(pk=row.entry).action == "evidence_noted"


def test_a_supervisor_puts_it_into_another_class(kept: Kept, actors: dict[str, Actor]) -> None:
    item = kept()
    with pytest.raises(UnknownItem):
        holding.classify(actors["investigator"], item.pk, "violent")
    holding.classify(actors["supervisor"], item.pk, "violent")
    item.refresh_from_db()
    assert item.retention_id == "violent"
    said = Custody.objects.latest("id").detail
    assert said == {"was": "traffic", "class": "violent"}


@pytest.mark.parametrize(
    ("role", "of_a_call", "of_a_request"),
    [
        ("investigator", True, True),
        ("supervisor", True, True),
        ("auditor", True, True),
        ("dispatcher", False, False),
        ("officer", False, False),
        ("administrator", False, False),
        ("planner", False, False),
        ("registrar", False, False),
        ("owner", False, False),
    ],
)
def test_what_owners_sent_is_known_to_the_case_and_to_who_watches_over_it(
    kept: Kept, actors: dict[str, Actor], role: str, of_a_call: bool, of_a_request: bool
) -> None:
    items = [(kept(), of_a_call), (kept(b"x", request=True), of_a_request)]
    for item, known in items:
        assert reading.originals(actors[role], None, None).filter(pk=item.pk).exists() is known


def test_another_investigators_request_is_not_known(kept: Kept, actors: dict[str, Actor]) -> None:
    item = kept(request=True)
    other = Actor(role="investigator", id="x", user_id=-1)
    with pytest.raises(UnknownItem):
        reading.find(other, item.pk)


@pytest.mark.parametrize("table", ["evidence_custody", "evidence_certificate"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET item_id = item_id", "DELETE FROM {}"])
def test_the_web_changes_no_custody(db: None, table: str, deed: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed.format(table))
