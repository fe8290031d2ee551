"""A deed and its row are one; nobody but the database sets clock and hash."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.access.facts import Actor
from registry.audit.models import Entry, Unsealed
from registry.audit.recording import record
from registry.audit.verifying import canonical, rows
from registry.incidents.reporting import report
from tests.registry.incidents.calls import CAD, a_report

DISPATCHER = Actor(role="dispatcher", id=str(uuid4()), name="Dana", agency="City Police")


def test_a_deed_is_written_with_who_what_and_why(db: None) -> None:
    incident = uuid4()
    number = record(
        DISPATCHER, "viewed", "camera", uuid4(), purpose="call_for_service", incident=incident,
        basis="consent", detail={"rank": 1}, request_id="r1", client="10.0.0.1",
    )  # fmt: skip
    entry = Entry.objects.get(pk=number)
    assert (entry.actor_name, entry.role, entry.agency) == ("Dana", "dispatcher", "City Police")
    assert (entry.incident_id, entry.basis, entry.detail) == (incident, "consent", {"rank": 1})
    assert Unsealed.objects.filter(entry=entry).exists()


def test_a_deed_for_a_call_has_its_purpose_unless_it_names_another(db: None) -> None:
    call, _ = report(a_report(purpose="crash"), by=CAD)
    numbers = [
        record(DISPATCHER, "viewed", incident=incident, purpose=purpose)
        for incident, purpose in ((call.pk, ""), (call.pk, "warrant"), (uuid4(), ""), (None, ""))
    ]
    said = [Entry.objects.get(pk=number).purpose for number in numbers]
    assert said == ["crash", "warrant", "", ""]


def test_a_deed_outside_a_transaction_is_refused(committed: None) -> None:
    with pytest.raises(TransactionManagementError, match="inside the transaction"):
        record(DISPATCHER, "viewed")


def test_a_deed_undone_leaves_no_row(committed: None) -> None:
    with transaction.atomic():
        record(DISPATCHER, "viewed")
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_what_the_writer_says_of_time_and_hash_is_not_heard(db: None) -> None:
    entry = Entry.objects.create(
        action="viewed", at=datetime(2000, 1, 1, tzinfo=UTC), xid=1, hash=b"mine"
    )
    entry.refresh_from_db()
    assert timezone.now() - entry.at < timedelta(minutes=1)
    assert entry.xid != 1
    assert bytes(entry.hash) != b"mine"


# Postgres takes neither NUL nor half of a surrogate pair.
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
details = st.dictionaries(
    words, st.recursive(st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | words,
                        lambda inner: st.lists(inner, max_size=3)), max_size=4,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=words, detail=details, zone=st.sampled_from(["UTC", "Asia/Kolkata", "EST5EDT"]))
def test_python_and_sql_hash_the_same_bytes_in_every_time_zone(
    db: None, name: str, detail: dict[str, object], zone: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
    number = record(Actor(role="officer", name=name), "viewed", detail=detail)
    (row,) = rows([number])
    assert sha256(canonical(row)).digest() == row["hash"]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entry SET result = 'ok'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET hash = ''",
        "DELETE FROM audit_seal",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_write ON audit_entry",
    ],
)
def test_the_webs_login_cannot_change_the_log(committed: None, tampering: str) -> None:
    with transaction.atomic():
        record(DISPATCHER, "viewed")
    own = connections.create_connection("default")
    try:
        with own.cursor() as cursor, pytest.raises(ProgrammingError, match=r"denied|must be owner"):
            cursor.execute(tampering)
    finally:
        own.close()
    assert Entry.objects.count() == 1
