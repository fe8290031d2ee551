"""The ways in: a link from the shell, a password with a second factor, and no third."""

import io
from urllib.parse import urlsplit

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from registry.models import Entry, Role, Session, User

PASSWORD = "correct horse battery staple"  # noqa: S105  the tests' own
LOGIN = "/account/login/"


@pytest.fixture
def real(settings: Settings) -> None:
    """Be a real centre: no demo, so staff need a second factor."""
    settings.DEMO = False


@pytest.fixture
def dispatcher(cast: dict[str, User]) -> User:
    dispatcher = cast["dispatcher"]
    dispatcher.set_password(PASSWORD)
    dispatcher.save()
    cache.clear()
    return dispatcher


def link_for(username: str) -> str:
    out = io.StringIO()
    call_command("signin", username, stdout=out)
    return urlsplit(out.getvalue().strip()).path


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(counters()))))


def sign_in(client: Client, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": "dispatcher", "password": password}).status_code


def test_a_link_from_the_shell_signs_in_without_a_second_factor(
    cast: dict[str, User], client: Client, real: None
) -> None:
    answer = client.get(link_for("dispatcher"))
    assert answer.status_code == 302
    assert Session.objects.get(user=cast["dispatcher"]).second_factor
    assert client.get("/account/factors/").status_code == 200
    actions = Entry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["made a sign-in link", "signed in"]


@pytest.mark.parametrize("role", sorted(Role))
def test_whoever_signs_in_lands_on_a_page_of_theirs(
    cast: dict[str, User], client: Client, role: str
) -> None:
    answer = client.get(link_for(role), follow=True)
    assert answer.status_code == 200


def test_a_spent_link_is_refused_and_written_down(cast: dict[str, User], client: Client) -> None:
    link = link_for("auditor")
    client.get(link)
    assert Client().get(link).status_code == 404
    assert Entry.objects.latest("id").result == "refused"


def test_the_command_names_whom_it_knows(cast: dict[str, User]) -> None:
    with pytest.raises(CommandError, match=r"Nobody is called 'bob'. Known: .*auditor"):
        call_command("signin", "bob")


def test_a_password_alone_leads_staff_to_enrolment(
    dispatcher: User, client: Client, real: None
) -> None:
    assert sign_in(client) == 302
    assert not Session.objects.get(user=dispatcher).second_factor
    assert client.get("/account/password/")["Location"] == "/account/factor/"


def test_the_first_code_proves_the_session_and_the_secret_is_kept_encrypted(
    dispatcher: User, client: Client, real: None
) -> None:
    sign_in(client)
    client.post("/account/again/", {"password": PASSWORD})  # a session left open enrols nobody
    page = client.get("/account/factor/")
    secret = page.context["form"].secret
    assert client.post("/account/factor/", {"code": code(secret)}).status_code == 302
    assert Session.objects.get(user=dispatcher).second_factor
    stored = Authenticator.objects.get(user=dispatcher, type="totp").data["secret"]
    assert stored != secret
    assert get_adapter().decrypt(stored) == secret


def test_whoever_has_a_second_factor_gives_it_at_every_sign_in(
    dispatcher: User, client: Client, real: None
) -> None:
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=dispatcher, type="totp", data={"secret": get_adapter().encrypt(secret)}
    )
    sign_in(client)
    assert not Session.objects.filter(user=dispatcher).exists()
    client.post("/account/code/", {"code": code(secret)})
    assert Session.objects.get(user=dispatcher).second_factor


def test_five_failures_lock_even_the_right_password_out(dispatcher: User) -> None:
    for _ in range(5):
        assert sign_in(Client(), "wrong") == 200
    assert sign_in(Client()) == 200
    assert not Session.objects.filter(user=dispatcher).exists()


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/account/signup/").status_code == 404


def test_every_try_is_written_down_without_what_was_typed(dispatcher: User) -> None:
    sign_in(Client(), "wrong")
    sign_in(Client())
    Client().post(LOGIN, {"login": "hunter2", "password": "x"})
    tries = Entry.objects.order_by("id").values_list("action", "result", "subject_id")
    assert list(tries) == [
        ("failed to sign in", "refused", str(dispatcher.uid)),
        ("signed in", "ok", str(dispatcher.uid)),
        ("failed to sign in", "refused", ""),
    ]
