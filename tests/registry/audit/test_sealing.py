"""Seals chain what is finished, and whatever is changed afterwards is named."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from pytest_django import Settings

from registry.access.facts import Actor
from registry.audit import verifying
from registry.audit.models import Entry, Seal
from registry.audit.recording import record
from registry.audit.restoring import record_restore
from registry.audit.sealing import SecondPlaceRefused, outside, seal, seals_log, tell
from registry.audit.verifying import first_fault

pytestmark = pytest.mark.usefixtures("committed", "second_place")
AUDITOR = Actor(role="auditor", name="Ada")


@pytest.fixture
def second_place(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def sealed() -> list[int]:
    """Three deeds in two seals, both told outside."""
    numbers = [deed(), deed()]
    seal()
    numbers.append(deed())
    seal()
    tell()
    return numbers


def deed() -> int:
    with transaction.atomic():
        return record(AUDITOR, "viewed", detail={"camera": "é"})


def tamper(statement: str) -> None:
    """Do as an owner of the tables could."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")


def test_a_restore_says_which_seals_it_took_and_reuses_no_number(sealed: list[int]) -> None:
    tamper(f"DELETE FROM audit_seal WHERE id = 2; DELETE FROM audit_entry WHERE id = {sealed[2]}")
    assert "second place knows 2" in first_fault()
    assert record_restore("older.dump") == 1
    made = seal()
    assert made
    assert made.id == 3
    assert first_fault() == ""
    tell()
    assert first_fault() == ""
    assert record_restore("same.dump") == 0


def test_a_log_as_it_was_written_has_no_fault(sealed: list[int]) -> None:
    assert first_fault() == ""
    call_command("verify_audit", verbosity=0)


def test_nothing_new_makes_no_seal(sealed: list[int]) -> None:
    assert seal() is None
    assert tell() == 0
    assert Seal.objects.count() == 2


def test_a_slow_transaction_is_sealed_when_it_has_ended() -> None:
    slow = connections.create_connection("default")
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(
                "SELECT audit_record("
                "'', '', '', '', 'slow', '', '', '', NULL, '', '', '', 'ok', '{}')"
            )
        quick = deed()
        first = seal()
        assert first is not None
        assert first.entries == [quick]
        slow.commit()
        second = seal()
        assert second is not None
        assert second.entries[0] < quick
    finally:
        slow.close()
    assert first_fault() == ""


def test_one_sealer_at_a_time() -> None:
    deed()
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x5EA1])
        assert seal() is None
        other.rollback()
    finally:
        other.close()
    assert seal() is not None


def test_a_changed_row_is_named(sealed: list[int]) -> None:
    change = f"UPDATE audit_entry SET actor_name = 'Bob' WHERE id = {sealed[1]}"
    tamper(change)
    assert first_fault() == f"seal 1: entry {sealed[1]} is not as it was written"
    with pytest.raises(CommandError, match=f"entry {sealed[1]}"):
        call_command("verify_audit")


def test_a_row_changed_with_its_hash_does_not_fit_its_seal(sealed: list[int]) -> None:
    number = sealed[0]
    tamper(f"UPDATE audit_entry SET actor_name = 'Bob' WHERE id = {number}")
    tamper(
        "UPDATE audit_entry e SET hash = sha256(convert_to(audit_canonical(e), 'UTF8'))"
        f" WHERE id = {number}"
    )
    assert first_fault() == "seal 1 does not fit its 2 entries"


def test_a_row_gone_is_named(sealed: list[int]) -> None:
    tamper(f"DELETE FROM audit_entry WHERE id = {sealed[2]}")
    assert first_fault() == f"seal 2: entry {sealed[2]} is gone"


def test_a_seal_gone_from_the_middle_is_named(sealed: list[int]) -> None:
    tamper("DELETE FROM audit_seal WHERE id = 1")
    assert first_fault() == "seal 1 is missing"


def test_a_tail_cut_off_shows_against_the_second_place(sealed: list[int]) -> None:
    tamper("DELETE FROM audit_seal WHERE id = 2")
    tamper(f"DELETE FROM audit_entry WHERE id = {sealed[2]}")
    assert first_fault() == "the log ends at seal 1; the second place knows 2"


def test_a_log_sealed_anew_is_not_the_one_told_outside(sealed: list[int]) -> None:
    lines = seals_log().read_text()
    seals_log().write_text(lines.replace(outside()[2], "00" * 32))
    assert first_fault() == "seal 2 is not the one told to the second place"


def test_a_seal_without_the_key_does_not_fit(sealed: list[int], settings: Settings) -> None:
    settings.SEAL_KEY = "another"
    assert first_fault() == "seal 1 does not fit its 2 entries"


def test_an_entry_kept_from_the_sealer_is_named(
    sealed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = deed()
    monkeypatch.setattr(verifying, "GRACE", timedelta(0))
    assert first_fault() == f"entry {hidden} was never sealed: does the worker run?"
    assert Entry.objects.count() == 4


class Taker(BaseHTTPRequestHandler):
    """A second place on this machine; refuses while it is told to."""

    taken: ClassVar[list[str]] = []
    status: ClassVar[int] = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.status == 204:
            self.taken.extend(body.splitlines())
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def taker(settings: Settings) -> Iterator[type[Taker]]:
    Taker.taken.clear()
    server = HTTPServer(("127.0.0.1", 0), Taker)
    settings.SEAL_URL = f"http://127.0.0.1:{server.server_port}/seals"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Taker
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_seal_is_told_elsewhere_until_it_is_taken(
    taker: type[Taker], monkeypatch: pytest.MonkeyPatch
) -> None:
    deed()
    made = seal()
    assert made is not None
    monkeypatch.setattr(taker, "status", 500)
    with pytest.raises(SecondPlaceRefused, match="answered 500"):
        tell()
    assert outside() == {}
    monkeypatch.setattr(taker, "status", 204)
    assert tell() == 1
    assert [json.loads(line)["hash"] for line in taker.taken] == [made.hash.hex()]
