"""The registration's map asks; a stranger is told of houses and addresses, and of no camera."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import shapely
from django.contrib.gis.geos import Point
from django.test import Client

from frontend.api import register
from registry.models import Camera, Owner
from tests import street

pytestmark = pytest.mark.django_db
AT = f"{street.HOUSE[0]},{street.HOUSE[1]}"
LOOK = {"position": list(street.HOUSE), "preset": "dome", "azimuth": 180, "range": 40}


@pytest.fixture(autouse=True)
def _street() -> None:
    street.build()


def look(client: Client, **changes: Any) -> Any:
    said = LOOK | changes
    return client.post("/api/register/preview", said, content_type="application/json")


def names(client: Client, query: str) -> list[str]:
    features = client.get(f"/api/register/addresses?{query}").json()["features"]
    return [feature["properties"]["name"] for feature in features]


def test_an_address_is_found_by_the_beginnings_of_its_words(client: Client) -> None:
    assert names(client, "q=mai 1") == [f"{n} Main Street, Lexington" for n in (12, 14, 16)]
    assert names(client, "q=16 MAIN lex") == ["16 Main Street, Lexington"]
    assert names(client, "q=!!") == []


def test_the_address_next_to_a_tap_is_named_first(client: Client) -> None:
    lng, lat = street.beside(31)
    assert names(client, f"at={lng},{lat}&limit=2")[0] == "14 Main Street, Lexington"
    assert names(client, "at=0,0") == []


def test_houses_around_are_drawn_without_their_names(client: Client) -> None:
    (house,) = client.get(f"/api/register/buildings?at={AT}").json()["features"]
    assert house["properties"] == {}
    assert shapely.from_geojson(str(house["geometry"]).replace("'", '"')).area > 0


def test_a_preview_sees_from_the_wall_and_not_through_it(client: Client) -> None:
    seen = look(client).json()
    south = (seen["position"][1] - street.HOUSE[1]) / street.METRE_NORTH
    assert -5.5 < south < -4.9
    assert 4.5 < seen["moved_m"] < 6
    assert (seen["in_bounds"], seen["indoors"], seen["hfov"]) == (True, False, 100)
    shape = shapely.from_geojson(str(seen["sees"]).replace("'", '"'))
    assert shape.covers(shapely.Point(street.beside(0, -25)))
    assert not shape.covers(shapely.Point(street.beside(0, 25)))


def test_without_a_direction_it_may_look_anywhere_the_walls_let_it(client: Client) -> None:
    seen = look(client, azimuth=None).json()
    assert seen["sees"] is None
    assert seen["reach"]["coordinates"]


def test_indoors_it_sees_no_street(client: Client) -> None:
    seen = look(client, indoor=True).json()
    assert seen["indoors"]
    assert not seen["sees"]["coordinates"]


def test_outside_the_centre_nothing_is_drawn(client: Client) -> None:
    seen = look(client, position=[0, 0]).json()
    assert not seen["in_bounds"]
    assert (seen["sees"], seen["wedge"], seen["reach"]) == (None, None, None)


def test_a_camera_that_is_there_changes_no_answer(client: Client) -> None:
    asked = [
        f"/api/register/addresses?at={AT}", "/api/register/addresses?q=main",
        f"/api/register/buildings?at={AT}", f"/api/register/public-preview?at={AT}",
    ]  # fmt: skip

    def answers() -> list[bytes]:
        return [client.get(path).content for path in asked] + [look(client).content]

    before = answers()
    owner = Owner.objects.create(kind="resident", name="Ana", email="ana@example.com")
    here = Point(*street.HOUSE, srid=4326)
    Camera.registry.create(
        id=uuid4(), number=1, name="Door", kind="resident", level=1, status="approved",
        owner=owner, position=here, surveyed_position=here,
    )  # fmt: skip
    assert answers() == before


@pytest.mark.parametrize(
    "bent",
    [
        {"position": [181, 0]}, {"position": ["x", 0]}, {"position": None}, {"azimuth": 361},
        {"azimuth": "north"}, {"hfov": 0}, {"hfov": 1e308}, {"range": 5000}, {"height": -1},
        {"preset": "eye"}, {"indoor": "perhaps"}, {"camera": 1},
    ],
)  # fmt: skip
def test_bent_input_is_refused_with_the_field(client: Client, bent: dict[str, Any]) -> None:
    refused = look(client, **bent)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"].startswith(next(iter(bent)))


@pytest.mark.parametrize("query", ["at=nan,0", "at=1", "at=0,91", "q=", "q=%00", "limit=0&q=a"])
def test_bent_questions_are_refused(client: Client, query: str) -> None:
    assert client.get(f"/api/register/addresses?{query}").status_code == 422


def test_who_asks_too_often_is_told_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "OFTEN", 2)
    monkeypatch.setattr(register, "A_MINUTE", timedelta(days=36_500))  # none ends meanwhile
    assert [look(client).status_code for _ in range(3)] == [200, 200, 429]
    assert int(look(client).headers["Retry-After"]) > 0


def test_a_task_is_set_anew_for_each(client: Client) -> None:
    tasks = [client.get("/api/register/challenge") for _ in range(2)]
    assert tasks[0].json()["signature"] != tasks[1].json()["signature"]
    assert tasks[0].headers["Cache-Control"] == "no-store"
