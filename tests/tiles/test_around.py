"""The ranked answer: who sees the corner, how well, in which order and in whose words."""

import json
from typing import Any

import pytest

from registry.access.facts import Actor
from tests.tiles.scene import CORNER, box, camera, town
from tiles.around import Spot, seeing

pytestmark = pytest.mark.django_db
ROUND = box(-10, -10, 10, 10)


@pytest.fixture
def dispatcher() -> Actor:
    return Actor(role="dispatcher", id="d", name="Dana", agency_id=town().id, agency="Lexington")


def ask(actor: Actor, lnglat: tuple[float, float] = CORNER, radius: float = 150, **how: Any) -> Any:
    return json.loads(seeing(actor, Spot(lng=lnglat[0], lat=lnglat[1], radius=radius), **how))


def sights(answer: Any) -> list[str]:
    return [feature["properties"]["sees"] for feature in answer["features"]]


def test_what_sees_comes_before_what_can_turn_may_passes_by_or_stands_near(
    dispatcher: Actor,
) -> None:
    camera(30, 0, sees=box(20, 0, 40, 10), azimuth=90)
    camera(-30, 40, sees=box(100, 100, 120, 120), azimuth=300)
    camera(0, 60, reach=ROUND, azimuth=None)
    camera(0, -50, sees=box(90, 90, 95, 95), reach=ROUND, form="ptz", azimuth=180)
    camera(0, -34, sees=ROUND, hfov=40)
    answer = ask(dispatcher)
    assert sights(answer) == ["point", "turn", "may", "approach", "near"]
    assert [f["properties"]["why"] for f in answer["features"]] == [
        "faces the point, 34 m, observe, unobstructed",
        "can turn to the point, 50 m, too coarse to detect, unobstructed",
        "may see the point, direction unknown, 60 m, too coarse to detect, unobstructed",
        "sees an approach 20 m from the point, 30 m",
        "looks away, 50 m",
    ]
    assert answer["explanation"] is None
