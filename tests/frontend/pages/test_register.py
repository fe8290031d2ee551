"""The registration's page, as a stranger without a script has it."""

import json
import re
from datetime import timedelta
from typing import Any

import altcha
import pytest
from django.core import signing
from django.test import Client

from frontend.gate import proof
from frontend.pages import register
from registry.models import Camera, Notice, Owner
from tests import street
from tests.cast import Knock

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _street() -> None:
    street.build()


def filled(client: Client, **changes: Any) -> dict[str, Any]:
    """Give the form as it was shown, filled in by Ana."""
    shown = dict(HIDDEN.findall(client.get("/register").content.decode()))
    said = {
        "q": "12 main", "preset": "doorbell", "direction": "s", "indoor": "0", "kind": "resident",
        "retention_days": "14", "name": "Ana Ruiz", "email": "ana@example.com", "language": "en",
        "consent": "on", "submission": shown["submission"],
        "consent_version": shown["consent_version"], "do": "send",
    }  # fmt: skip
    return {name: value for name, value in (said | changes).items() if value is not None}


def solved(client: Client) -> str:
    task = altcha.Challenge.from_dict(client.get("/api/register/challenge").json())
    solution = altcha.solve_challenge(task)
    assert solution is not None
    return altcha.Payload(task, solution).to_base64()


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def secret(deed: str) -> str:
    found = re.search(rf"/register/{deed}/\S+", Notice.objects.latest("queued_at").body)
    assert found
    return found[0]


def test_a_stranger_finds_the_address_looks_and_sends(client: Client) -> None:
    found = client.post("/register", {"do": "search", "q": "main", "name": "Ana"})
    assert "14 Main Street, Lexington" in words(found)
    assert 'value="Ana"' in found.content.decode()
    looked = client.post("/register", filled(client, do="look"))
    assert looked.content.count(b'class="sees" d="M') == 1
    sent = client.post("/register", filled(client))
    assert "We have written to ana@example.com" in words(sent)
    assert Camera.registry.get().status == Camera.Status.DRAFT


def test_a_mail_scanner_that_opens_the_link_confirms_nothing(client: Client) -> None:
    client.post("/register", filled(client))
    address = secret("confirm")
    assert "Was it you?" in words(client.get(address))
    assert Camera.registry.get().status == Camera.Status.DRAFT
    assert "it is confirmed" in words(client.post(address))
    assert Camera.registry.get().status == Camera.Status.PENDING


def test_the_mail_takes_it_back(client: Client) -> None:
    client.post("/register", filled(client))
    address = secret("withdraw")
    assert "is deleted at once" in words(client.get(address))
    assert Owner.objects.exists()
    assert "It is deleted" in words(client.post(address))
    assert not Owner.objects.exists()
    gone = client.get(address)
    assert (gone.status_code, gone.headers["Referrer-Policy"]) == (404, "strict-origin")


def test_what_is_wrong_stands_on_top_and_nothing_is_lost(client: Client) -> None:
    wrong = {"email": "ana", "consent": None, "retention_days": "-1", "camera_name": "Porch"}
    page = client.post("/register", filled(client, **wrong))
    assert page.status_code == 422
    html = page.content.decode()
    faults = html[html.index('id="faults"') : html.index("<form id=")]
    assert set(re.findall(r'href="#(\w+)"', faults)) == {
        "id_email",
        "id_consent",
        "id_retention_days",
    }
    assert 'aria-describedby="id_email_helptext id_email_error" id="id_email"' in html
    assert 'value="Porch"' in html
    assert 'value="Ana Ruiz"' in html


@pytest.mark.parametrize(
    ("field", "bent"),
    [
        ("q", "99 Nowhere"), ("q", ""), ("lng", "nan"), ("address", "9" * 30), ("preset", "eye"),
        ("azimuth", "inf"), ("direction", "up"), ("hfov", "1e999"), ("submission", "1"),
        ("consent_version", "1999"), ("name", "www.win.example"), ("name", "a\x00b"),
        ("camera_name", "see http://x.example"), ("email", "a@b"), ("retention_days", "1e9"),
        ("kind", "agency"), ("language", "xx"),
    ],
)  # fmt: skip
def test_bent_input_comes_back_to_be_mended(client: Client, field: str, bent: str) -> None:
    changes = {field: bent} | ({"lat": "38.04"} if field == "lng" else {})
    if field == "address":
        changes["q"] = ""
    page = client.post("/register", filled(client, **changes))
    if field != "lng":  # then the address counts
        assert page.status_code == 422
        assert not Camera.registry.exists()
    assert page.status_code < 500


@pytest.mark.parametrize("deed", ["search", "look", "send", "", "x"])
def test_an_empty_form_is_no_fault_of_ours(client: Client, deed: str) -> None:
    assert client.post("/register", {"do": deed}).status_code in (200, 422)


def test_a_place_outside_is_told_at_the_address(client: Client) -> None:
    far = {"lng": "-80", "lat": "38"}
    assert "outside the area" in words(client.post("/register", filled(client, **far)))
    assert "outside the area" in words(client.post("/register", filled(client, do="look", **far)))


def test_a_slip_in_the_address_is_asked_about_once(client: Client) -> None:
    page = client.post("/register", filled(client, email="ana@gamil.com"))
    assert "Did you mean ana@gmail.com?" in words(page)
    sure = dict(HIDDEN.findall(page.content.decode()))["email_sure"]
    client.post("/register", filled(client, email="ana@gamil.com", email_sure=sure))
    assert Owner.objects.get().email == "ana@gamil.com"


def test_the_page_does_not_tell_who_is_registered(client: Client) -> None:
    first = client.post("/register", filled(client))
    again = client.post("/register", filled(client))
    assert words(first) == words(again)
    assert first.headers["Content-Length"] == again.headers["Content-Length"]
    assert (Camera.registry.count(), Notice.objects.count()) == (1, 2)


def test_without_a_proof_a_client_may_send_less_often(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "HOUR", timedelta(days=36_500))  # none ends meanwhile
    for n in range(5):
        assert client.post("/register", filled(client, email=f"{n}@example.com")).status_code == 200
    more = filled(client, email="more@example.com")
    refused = client.post("/register", more)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert 'value="more@example.com"' in refused.content.decode()
    assert client.post("/register", more | {"altcha": solved(client)}).status_code == 200


def test_a_proof_is_good_once_and_only_if_it_is_ours(client: Client) -> None:
    payload = solved(client)
    assert proof.proven(payload)
    assert not proof.proven(payload)
    foreign = altcha.create_challenge("PBKDF2/SHA-256", 1, hmac_secret=b"another's")
    solution = altcha.solve_challenge(foreign)
    assert solution is not None
    assert not proof.proven(altcha.Payload(foreign, solution).to_base64())
    for nonsense in ("", "x", "é", "e30=", "W10=", "A" * 5000):
        assert not proof.proven(nonsense)


def test_one_address_is_not_written_to_all_day_long(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "ADDRESS", 2)
    monkeypatch.setattr(register, "DAY", timedelta(days=36_500))
    for n in range(4):
        place = dict(zip(("lng", "lat"), map(str, street.beside(100 + 20 * n)), strict=True))
        assert client.post("/register", filled(client, **place)).status_code == 200
    assert Notice.objects.count() == 2


def test_the_draft_at_the_browser_says_nothing_of_who(client: Client) -> None:
    client.post("/register", filled(client, do="look", direction="nw", public="on"))
    cookie = client.cookies["registering"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/register", True, "Lax")
    kept = json.loads(signing.b64_decode(cookie.value.split(":")[0].encode()))
    assert kept["direction"] == "nw"
    assert not {"name", "email", "consent", "public", "submission"} & kept.keys()
    assert '<option value="nw" selected>' in client.get("/register").content.decode()
    client.post("/register", filled(client))
    assert not client.cookies["registering"].value


def test_the_page_speaks_spanish_and_remembers_it(client: Client) -> None:
    assert "Registrar una cámara" in words(
        client.get("/register", headers={"accept-language": "es"})
    )
    client.post("/language", {"language": "es", "next": "/register"})
    page = client.get("/register")
    assert "Registrar una cámara" in words(page)
    assert page.headers["Content-Language"] == "es"
    assert '<html lang="es"' in page.content.decode()
    wrong = client.post("/register", filled(client, email="ana"))
    assert "Introduzca una dirección de correo" in words(wrong)


def test_staff_pages_stay_english(client: Client, knock: Knock) -> None:
    dispatcher = knock("dispatcher")
    dispatcher.cookies["django_language"] = "es"
    page = dispatcher.get("/incidents")
    assert '<html lang="en"' in page.content.decode()
    assert "Content-Language" not in page.headers


def test_the_public_tick_is_off_and_its_own(client: Client) -> None:
    html = client.get("/register").content.decode()
    tick = re.search(r'<input type="checkbox" name="public"[^>]*>', html)
    assert tick
    assert "checked" not in tick[0]
    assert "required" not in tick[0]
