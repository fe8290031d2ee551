"""The caller's page: what it says, what it lets the browser do, and that a link is spent once."""

from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from registry.feeds.passes import Use, read
from registry.feeds.readers import reader
from registry.models import Camera, Incident, Invite, User
from registry.phones import inviting
from tests.cast import Knock

pytestmark = pytest.mark.django_db
CONSENT = {"do": "consent"}


@pytest.fixture
def link(cast: dict[str, User]) -> str:
    now = datetime.now(UTC)
    call = Incident.registry.create(
        source="CAD", external_id="1", number="26-0001", kind="robbery", priority=1,
        position=Point(-84.5, 38.05), state="open", reported_at=now, updated_at=now,
    )  # fmt: skip
    invited = inviting.invite(call.pk, by=reader(cast["dispatcher"]))
    return f"/phone/{invited.secret}"


def test_the_page_says_who_asks_and_what_is_shown(link: str, client: Client) -> None:
    response = client.get(link)
    page = response.content.decode()
    assert "Harlan Fork Police Department asks you, about your call 26-0001" in page
    for words in ("No sound", "Where you are", "15 minutes", "stop at any time"):
        assert words in page
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_speaks_spanish_where_the_browser_does(link: str, client: Client) -> None:
    spanish = client.get(link, headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"})
    assert "Muestre lo que ve" in spanish.content.decode()
    assert "Show what you see" in client.get(f"{link}?lang=en").content.decode()


def test_only_this_page_may_use_a_camera(link: str, client: Client) -> None:
    assert "camera=(self)" in client.get(link).headers["Permissions-Policy"]
    elsewhere = client.get("/account/login/")
    assert "camera=()" in elsewhere.headers["Permissions-Policy"]
    assert "geolocation=()" in elsewhere.headers["Permissions-Policy"]


def test_looking_spends_nothing_and_consent_spends_it_once(link: str, client: Client) -> None:
    client.get(link)
    client.get(link)
    assert not Camera.registry.filter(kind="phone").exists()

    told = client.post(link, CONSENT)
    assert told.status_code == 200
    given = read(told.json()["token"], Use.PHONE)
    camera = Camera.registry.get(kind="phone")
    assert given.cameras == (camera.pk,)
    assert told.json()["url"].endswith(f"/phone/{Invite.objects.get().pk}")
    assert client.post(link, CONSENT).status_code == 410


def test_a_stop_without_a_line_ends_it(link: str, client: Client) -> None:
    client.post(link, CONSENT)
    assert client.post(link, {"do": "stop"}).json() == {"stopped": True}
    assert Invite.objects.get().ended_by == Invite.End.CALLER
    gone = client.get(link)
    assert gone.status_code == 410
    assert "no longer good" in gone.content.decode()


def test_a_link_that_is_none_is_not_there(client: Client, db: None) -> None:
    assert client.get("/phone/nothing").status_code == 404
    assert client.post("/phone/nothing", CONSENT).status_code == 404


def test_a_write_from_another_page_is_refused(link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(link, CONSENT).status_code == 403
    assert Invite.objects.get().consented_at is None


def test_a_button_that_is_none_is_refused(link: str, client: Client) -> None:
    assert client.post(link, {"do": "dance"}).status_code == 422


def test_the_link_is_in_no_log(link: str, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "sightline.requests"):
        client.get(link)
    assert caplog.records
    assert link.rsplit("/", 1)[1] not in str([vars(record) for record in caplog.records])


@pytest.mark.usefixtures("link")
def test_signed_in_people_may_open_it_too(knock: Knock, link: str) -> None:
    assert knock("officer").get(link).status_code == 200
