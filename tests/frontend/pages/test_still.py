"""The page behind "are your cameras still there?": only a button answers."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from registry.models import Camera, Owner
from registry.owners import links

pytestmark = pytest.mark.django_db


@pytest.fixture
def cameras() -> list[Camera]:
    owner = Owner.objects.create(
        kind="resident", name="Ana", email="ana@example.org", reminders_missed=2
    )
    place = Point(-84.5, 38.05, srid=4326)
    return [
        Camera.registry.create(
            number=number, name=f"Porch {number}", kind="resident", level=1, status="dormant",
            owner=owner, position=place, surveyed_position=place,
        )
        for number in (1, 2)
    ]  # fmt: skip


@pytest.fixture
def address(cameras: list[Camera]) -> str:
    token = links.make(cameras[0].owner, "still", lasts=timedelta(days=1))
    return f"/still/{token}"


def statuses() -> list[str]:
    return list(Camera.registry.order_by("number").values_list("status", flat=True))


def test_opening_the_link_answers_nothing(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "Yes, they are all still there" in page.content.decode()
    client.post(address)
    assert statuses() == ["dormant", "dormant"]


def test_one_tap_says_they_are_there(client: Client, address: str) -> None:
    page = client.post(address, {"do": "yes"})
    assert "Thank you, they are noted as there" in page.content.decode()
    assert statuses() == ["approved", "approved"]


def test_one_that_is_gone_is_taken_out_alone(
    client: Client, address: str, cameras: list[Camera]
) -> None:
    page = client.post(address, {"do": "gone", "camera": cameras[0].pk}).content.decode()
    assert "It is taken out" in page
    assert "Porch 1" not in page
    assert statuses() == ["retired", "dormant"]


def test_it_speaks_spanish(client: Client, address: str) -> None:
    page = client.get(address, headers={"Accept-Language": "es"}).content.decode()
    assert "Sí, todas siguen ahí" in page


def test_anothers_camera_is_not_taken_out(client: Client, address: str) -> None:
    other = Owner.objects.create(kind="resident", name="Bo")
    place = Point(-84.5, 38.05, srid=4326)
    theirs = Camera.registry.create(
        number=9, name="Theirs", kind="resident", level=1, owner=other,
        position=place, surveyed_position=place,
    )  # fmt: skip
    assert client.post(address, {"do": "gone", "camera": theirs.pk}).status_code == 404
    assert client.post(address, {"do": "gone", "camera": "?"}).status_code == 404
    assert Camera.registry.get(pk=theirs.pk).status == "approved"


def test_a_stranger_with_another_token_sees_nothing(client: Client, cameras: list[Camera]) -> None:
    token = links.make(cameras[0].owner, "owner", lasts=timedelta(days=1))
    for path in (f"/still/{token}", "/still/nothing"):
        page = client.get(path)
        assert page.status_code == 404
        assert "Porch" not in page.content.decode()
