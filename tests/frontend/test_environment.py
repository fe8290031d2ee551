"""Settings read from the environment, or refused in one line."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from frontend.environment import envcurrency, envmail, envoptions


def test_a_mail_server_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://dispatch:p%40ss@mail.example:25")
    told = envmail("EMAIL_URL")
    assert (told["HOST"], told["PORT"]) == ("mail.example", 25)
    assert (told["USER"], told["PASSWORD"]) == ("dispatch", "p@ss")
    assert (told["TLS"], told["SSL"]) == (True, False)


def test_mail_to_this_machine_alone_goes_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://127.0.0.1:2525")
    assert not envmail("EMAIL_URL")["TLS"]
    monkeypatch.setenv("EMAIL_URL", "smtps://mail.example")
    told = envmail("EMAIL_URL")
    assert (told["SSL"], told["TLS"], told["PORT"]) == (True, False, 465)


def test_options_are_a_json_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STORE", raising=False)
    assert envoptions("STORE", {"location": "/a"}) == {"location": "/a"}
    monkeypatch.setenv("STORE", '{"bucket": "city"}')
    assert envoptions("STORE", {"location": "/a"}) == {"bucket": "city"}
    for bad in ("bucket=city", '["city"]'):
        monkeypatch.setenv("STORE", bad)
        with pytest.raises(ImproperlyConfigured, match="STORE"):
            envoptions("STORE", {})


def test_no_address_is_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert envmail("EMAIL_URL")["HOST"] == ""


@pytest.mark.parametrize("bad", ["http://mail.example", "mail.example", "smtp://"])
def test_what_is_no_mail_server_stops_the_start(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    monkeypatch.setenv("EMAIL_URL", bad)
    with pytest.raises(ImproperlyConfigured, match="smtp://"):
        envmail("EMAIL_URL")


def test_a_currency_has_three_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURRENCY", "EUR")
    assert envcurrency("CURRENCY", "USD") == "EUR"
    for bad in ("$", "euro", "usd", ""):
        monkeypatch.setenv("CURRENCY", bad)
        with pytest.raises(ImproperlyConfigured, match="CURRENCY"):
            envcurrency("CURRENCY", "USD")
