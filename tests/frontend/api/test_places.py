"""Finding a place by what people call it."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.test import Client

from registry.models import Address, Entry, Landmark, Street
from tests.frontend.api.knocking import faults
from tests.tiles.scene import box, camera, owner

pytestmark = pytest.mark.django_db
Knock = Callable[[str], Client]


@pytest.fixture(autouse=True)
def names(db: None) -> None:
    here = Point(-84.5, 38.04, srid=4326)
    for n, number in enumerate(("12", "120", "7")):
        Address.objects.create(
            source="t", external_id=str(n), position=here, number=number, street="Main Street"
        )
    line = MultiLineString(LineString((-84.5, 38.04), (-84.49, 38.04)), srid=4326)
    Street.objects.create(
        source="t", external_id="1", line=line, name="Main Street", kind="residential"
    )
    Landmark.objects.create(
        source="t", external_id="1", position=here, kind="school", name="Maine School"
    )


def found(client: Client, words: str) -> list[str]:
    answer = client.get("/api/places/search", {"q": words})
    return [feature["properties"]["name"] for feature in answer.json()["features"]]


def test_beginnings_of_words_are_enough_in_any_order(knock: Knock) -> None:
    dispatcher = knock("dispatcher")
    assert found(dispatcher, "mai")[:2] == ["Main Street", "Maine School"]
    assert found(dispatcher, "Main 12") == ["12 Main Street", "120 Main Street"]
    assert found(dispatcher, "street main 7") == ["7 Main Street"]
    assert found(dispatcher, "'; DROP TABLE street; --") == []


def test_a_camera_is_found_by_its_number_by_those_who_may_know_of_it(knock: Knock) -> None:
    seen = camera(0, 0, sees=box(0, 0, 1, 1), number=4711, name="Bridge")
    theirs = camera(0, 0, level=1, number=4712, kind="resident", owned_by=owner("resident"))
    assert found(knock("dispatcher"), str(seen.number)) == ["Bridge"]
    assert found(knock("dispatcher"), "4712") == []
    assert not Entry.objects.filter(action="cameras_listed").exists()
    assert found(knock("registrar"), "4712") == [theirs.name]
    row = Entry.objects.get(action="cameras_listed")
    assert (row.role, row.detail) == ("registrar", {"cameras": [str(theirs.id)]})


@pytest.mark.parametrize("words", ["", "&|!", "x" * 101, "nul\x00"])
def test_what_holds_no_word_is_refused(knock: Knock, words: str) -> None:
    assert "q" in faults(knock("dispatcher").get("/api/places/search", {"q": words}))


def test_the_purposes_are_there_to_pick_from(knock: Knock) -> None:
    adopted = knock("dispatcher").get("/api/purposes").json()
    assert adopted["version"]
    assert {"code", "name"} == set(adopted["purposes"][0])
    assert adopted["prohibited"]
