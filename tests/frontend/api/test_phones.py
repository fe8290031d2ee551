"""Asking a caller for video over the API: the link is told once, to whoever may dispatch."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from registry.cameras.moving import record_pose
from registry.models import Incident, Invite, Notice
from registry.notices.sending import deliver
from registry.phones import consenting
from tests.cast import Knock

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(db: None) -> Incident:
    now = datetime.now(UTC)
    return Incident.registry.create(
        source="CAD", external_id="1", number="26-0001", kind="robbery", priority=1,
        position=Point(-84.5, 38.05), state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


def ask(client: Client, call: Incident, **body: Any) -> Any:
    return client.post(f"/api/incidents/{call.pk}/phones", body, "application/json")


def listed(client: Client, call: Incident) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = client.get(f"/api/incidents/{call.pk}/phones").json()["phones"]
    return told


def test_a_dispatcher_gets_a_link_and_its_code(knock: Knock, call: Incident) -> None:
    dispatcher = knock("dispatcher")
    told = ask(dispatcher, call)
    assert told.status_code == 201
    assert told.json()["link"].startswith("http://testserver/phone/")
    assert told.json()["code"].startswith("data:image/svg+xml")
    (phone,) = listed(dispatcher, call)
    assert (phone["state"], phone["camera"]) == ("sent", None)
    assert "link" not in phone


def test_a_phone_is_listed_with_its_place_and_can_be_stopped(knock: Knock, call: Incident) -> None:
    dispatcher = knock("dispatcher")
    invite = consenting.consent(ask(dispatcher, call).json()["link"].rsplit("/", 1)[1])
    assert invite.camera_id
    record_pose(invite.camera_id, timezone.now(), -84.5, 38.05, {"position_sd": 7.0})
    (phone,) = listed(dispatcher, call)
    assert phone["state"] == "sharing"
    assert phone["camera"]["accuracy_m"] == 7
    (last,) = phone["camera"]["trail"]
    assert last["geometry"]["coordinates"] == [-84.5, 38.05]
    assert last["properties"]["silent"] is False

    stopped = dispatcher.post(f"/api/incidents/{call.pk}/phones/{phone['id']}/end")
    assert stopped.json()["ended_by"] == "dispatch stopped it"
    (phone,) = listed(dispatcher, call)
    assert (phone["state"], phone["camera"]) == ("ended", None)


def test_the_phone_of_another_call_is_not_stopped(knock: Knock, call: Incident) -> None:
    dispatcher = knock("dispatcher")
    told = ask(dispatcher, call).json()
    other = Incident.registry.create(
        source="CAD", external_id="2", number="2", kind="fire", priority=2,
        position=Point(-84.5, 38.05), state="open", reported_at=timezone.now(),
        updated_at=timezone.now(),
    )  # fmt: skip
    assert dispatcher.post(f"/api/incidents/{other.pk}/phones/{told['id']}/end").status_code == 404
    assert Invite.objects.get().ended_at is None


def test_a_link_goes_by_mail_and_lies_nowhere_in_clear(
    knock: Knock, call: Incident, mailoutbox: list[Any]
) -> None:
    told = ask(knock("dispatcher"), call, email="caller@example.com").json()
    secret = told["link"].rsplit("/", 1)[1].encode()
    assert secret not in bytes(Notice.objects.get(kind="phone_link").sealed)

    deliver()

    (mail,) = mailoutbox
    assert mail.to == ["caller@example.com"]
    assert told["link"] in mail.body


def test_what_is_no_address_is_refused(knock: Knock, call: Incident) -> None:
    told = ask(knock("dispatcher"), call, email="caller@")
    assert told.status_code == 422
    assert told.json()["errors"][0]["field"] == "email"
    assert not Invite.objects.exists()


def test_a_closed_call_asks_nobody(knock: Knock, call: Incident) -> None:
    dispatcher = knock("dispatcher")
    dispatcher.post(f"/api/incidents/{call.pk}/close")
    assert ask(dispatcher, call).status_code == 409
