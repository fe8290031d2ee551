"""What an agency says of public records: set by an administrator, read by whoever registers."""

import pytest
from django.test import Client

from registry.models import Agency, Entry, User
from tests.cast import Knock

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(cast: dict[str, User]) -> Agency:
    return Agency.objects.get()


def say(client: Client, agency: Agency, **said: str) -> int:
    body = {"agency": agency.name} | said
    path = "/api/records-notices"
    return client.put(path, body, content_type="application/json").status_code


def test_what_an_administrator_sets_is_read_by_who_registers(
    knock: Knock, agency: Agency, client: Client
) -> None:
    assert "somebody may ask by law" in client.get("/register").content.decode()
    assert say(knock("administrator"), agency, language="en", text="KRS 61.878 exempts it.") == 200
    shown = client.get("/register").content.decode()
    assert "KRS 61.878 exempts it." in shown
    assert "somebody may ask by law" not in shown
    assert Entry.objects.get(action="records_notice_set").subject_id == str(agency.pk)


def test_a_language_without_words_of_its_own_has_the_english(
    knock: Knock, agency: Agency, client: Client
) -> None:
    administrator = knock("administrator")
    say(administrator, agency, language="en", text="Exempt.")
    client.cookies["django_language"] = "es"
    assert "Exempt." in client.get("/register").content.decode()
    say(administrator, agency, language="es", text="Exento.")
    assert "Exento." in client.get("/register").content.decode()


def test_words_taken_back_leave_the_usual_ones(
    knock: Knock, agency: Agency, client: Client
) -> None:
    administrator = knock("administrator")
    say(administrator, agency, language="en", text="Exempt.")
    say(administrator, agency, language="en", text="")
    assert "somebody may ask by law" in client.get("/register").content.decode()
    assert knock("auditor").get("/api/records-notices").json()["agencies"][0]["texts"] == {}


def test_words_are_shown_as_words(knock: Knock, agency: Agency, client: Client) -> None:
    say(knock("administrator"), agency, language="en", text="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/register").content.decode()


def test_an_agency_that_is_none_says_nothing(knock: Knock, agency: Agency) -> None:
    agency.name = "Nobody's"
    assert say(knock("administrator"), agency, language="en", text="x") == 404


@pytest.mark.parametrize("bent", [{"language": "xx"}, {"text": "x" * 2001}, {"text": "a\x00"}])
def test_bent_words_are_refused(knock: Knock, agency: Agency, bent: dict[str, str]) -> None:
    assert say(knock("administrator"), agency, **({"language": "en", "text": "x"} | bent)) == 422
