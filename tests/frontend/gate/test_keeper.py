"""The gate lets nobody through who is not declared, known, proven and awake."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from frontend.gate.rules import PEOPLE, STAFF, Rule, door, roles
from registry.accounts import machines
from registry.models import Machine, Session, User
from tests.cast import Knock

pytestmark = pytest.mark.urls(__name__)


def whoami(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.role)  # type: ignore[attr-defined]


urlpatterns = [
    path("undeclared", whoami),
    door("page", whoami, rule=Rule(read=PEOPLE, page=True), name="page"),
    door("api/thing", whoami, rule=Rule(read=PEOPLE, write=PEOPLE, scope="incidents"), name="api"),
    door("api/renew", whoami, rule=Rule(read=PEOPLE, unattended=True), name="renew"),
    door("api/planner", whoami, rule=Rule(read=roles("planner")), name="planner"),
    door("account/factor/", whoami, rule=Rule(read=STAFF), name="mfa_activate_totp"),
    door("account/login/", whoami, rule=Rule(read=STAFF), name="account_login"),
]
handler404 = "frontend.gate.problems.not_found"


def test_an_address_without_a_rule_is_not_there(knock: Knock) -> None:
    for role in ("stranger", "administrator"):
        assert knock(role).get("/undeclared").status_code == 404


def test_a_stranger_is_shown_where_to_sign_in(client: Client) -> None:
    answer = client.get("/page?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/page%3Fa%3D1")
    assert client.get("/api/thing").status_code == 401


def test_forbidden_and_missing_say_the_same(knock: Knock) -> None:
    dispatcher = knock("dispatcher")
    forbidden = dispatcher.get("/api/planner", headers={"X-Request-Id": "same"})
    missing = dispatcher.get("/api/no-such", headers={"X-Request-Id": "same"})
    assert forbidden.status_code == missing.status_code == 404
    assert forbidden.content == missing.content
    assert knock("planner").get("/api/planner").content == b"planner"


def test_a_signed_in_answer_is_not_kept(knock: Knock) -> None:
    assert knock("officer").get("/page")["Cache-Control"] == "no-store"


def test_one_query_tells_who_asks(
    knock: Knock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer = knock("officer")
    with django_assert_num_queries(1):
        assert officer.get("/page").content == b"officer"


@pytest.mark.parametrize(
    "ended",
    [
        {"seen_at": timezone.now() - timedelta(minutes=31)},
        {"expire_date": timezone.now() - timedelta(seconds=1)},
        {"credential": "of another password"},
    ],
)
def test_a_session_idle_old_or_of_another_password_has_ended(
    knock: Knock, ended: dict[str, object]
) -> None:
    officer = knock("officer")
    Session.objects.update(**ended)
    assert officer.get("/page").status_code == 302
    assert not Session.objects.exists()


def test_a_person_struck_off_is_out_at_the_next_request(
    knock: Knock, cast: dict[str, User]
) -> None:
    officer = knock("officer")
    User.objects.filter(pk=cast["officer"].pk).update(is_active=False)
    assert officer.get("/page").status_code == 302


def test_a_session_ends_twelve_hours_after_signing_in(knock: Knock) -> None:
    knock("officer")
    session = Session.objects.get()
    assert session.expire_date - session.began_at == timedelta(hours=12)


def test_what_a_page_asks_by_itself_is_no_sign_of_life(knock: Knock) -> None:
    officer, before = knock("officer"), timezone.now() - timedelta(minutes=20)
    Session.objects.update(seen_at=before)
    officer.get("/page", headers={"X-Background": "1"})
    officer.get("/api/renew")
    assert Session.objects.get().seen_at == before
    officer.get("/page")
    assert Session.objects.get().seen_at > before


def test_staff_need_a_second_factor_outside_the_demo(knock: Knock, settings: Settings) -> None:
    settings.DEMO = False
    dispatcher = knock("dispatcher")
    assert dispatcher.get("/page")["Location"] == "/account/factor/"
    assert dispatcher.get("/api/thing").status_code == 401
    assert knock("owner").get("/page").content == b"owner"
    Session.objects.update(second_factor=True)
    assert dispatcher.get("/page").content == b"dispatcher"


def test_a_machine_does_what_its_token_was_made_for(db: None) -> None:
    token = machines.make("CAD", scopes=["incidents"])
    cad = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})
    assert cad.post("/api/thing").content == b"machine"
    assert cad.get("/api/planner").status_code == 404
    Machine.objects.update(revoked_at=timezone.now())
    assert cad.post("/api/thing").status_code == 401


def test_a_session_writes_only_from_our_own_page(cast: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["dispatcher"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/api/thing")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_an_answer_carries_the_requests_id(client: Client) -> None:
    assert client.get("/api/thing", headers={"X-Request-Id": "cad-17"})["X-Request-Id"] == "cad-17"
    odd = client.get("/api/thing", headers={"X-Request-Id": 'a"b\n'})["X-Request-Id"]
    assert len(odd) == 32


@override_settings(PROXIES=1)
def test_the_client_is_whom_our_own_proxy_names(client: Client) -> None:
    from frontend.gate.asking import client_of

    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9"}
    assert client_of(request.META) == "203.0.113.9"


def test_the_settings_of_a_real_centre_pass_djangos_own_check() -> None:
    call_command("check")
