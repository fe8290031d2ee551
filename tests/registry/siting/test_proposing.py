"""Sites on the study drawn by hand: the north is seen, the south is not."""

from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.utils import timezone

from registry.accounts import casting
from registry.feeds.readers import reader
from registry.models import (
    Building,
    Camera,
    CameraCell,
    CameraType,
    Entry,
    Landmark,
    Owner,
    Placement,
    Proposal,
    Street,
    Study,
    StudyBlock,
    StudyCell,
    User,
)
from registry.siting import proposing, reading, running
from registry.siting.candidates import MOST, Pole, Source, poles_in, thinned
from registry.siting.ground import Ground, ground_of
from registry.siting.refusals import BadWish, ProposalOver, StudyUnfinished
from registry.siting.wishes import Wish
from tests.registry.coverage.drawn import PLANE, Drawn, draw

LAMPS = {"south west": (-30.0, -30.0), "south east": (30.0, -30.0), "north": (-20.0, 25.0)}


def at(east: float, north: float) -> Point:
    ((lng, lat),) = PLANE.to_degrees([(east, north)]).tolist()
    return Point(lng, lat, srid=4326)


def street(name: str, *ends: Point) -> Street:
    line = MultiLineString(LineString(*(end.coords for end in ends), srid=4326), srid=4326)
    return Street.objects.create(
        source="drawn", external_id=name, kind="residential", name=name, line=line
    )


@pytest.fixture
def drawn(db: None) -> Drawn:
    for number, (name, spot) in enumerate(LAMPS.items()):
        Landmark.objects.create(
            source="lamps", external_id=str(number), kind="street_lamp", name=name,
            position=at(*spot),
        )  # fmt: skip
    CameraType.objects.all().delete()
    return draw()


@pytest.fixture
def pole_camera(drawn: Drawn) -> CameraType:
    return CameraType.objects.create(
        name="Sharp, on a pole", mount="pole", hfov=90, range=35, width_px=12_000, height=5,
        capital=1000, yearly=100, life_years=10,
    )  # fmt: skip


def proposed(drawn: Drawn, **wish: Any) -> dict[str, Any]:
    proposal = proposing.begin(drawn.study.pk, Wish(**wish), by=planner())
    running.run(proposal.pk)
    return reading.told(reading.found(proposal.pk))


def planner() -> Any:
    return reader(User.objects.get(role="planner"))


def test_sites_are_proposed_where_nobody_sees(drawn: Drawn, pole_camera: CameraType) -> None:
    told = proposed(drawn, many=2, kinds=[pole_camera.pk], sources=["lamp"], weight="area")

    assert told["state"] == "done"
    assert {site["name"] for site in told["sites"]} == {"south west", "south east"}
    first, second = told["sites"]
    assert first["gain"]["area"] >= second["gain"]["area"] > 500
    assert second["sum"]["area"] == pytest.approx(first["gain"]["area"] + second["gain"]["area"])
    assert second["sum"]["cost"] == 2 * 1500
    assert told["at_least"] >= 0.5
    assert told["places"] == 3
    assert "at least" in told["words"][1]
    assert Entry.objects.get(action="sites_asked_for").subject_id == told["id"]


def test_metres_of_street_are_those_nobody_sees(drawn: Drawn, pole_camera: CameraType) -> None:
    told = proposed(drawn, many=3, kinds=[pole_camera.pk], sources=["lamp"], weight="street")

    unseen = sum(each.metres for each in drawn.study.streets.filter(seen=False))
    share = 1 - 0.3  # of what private cameras are told to see of the block
    assert unseen * share - 6 < told["left"]["street"] <= unseen + 1e-6
    assert told["sites"][-1]["sum"]["street"] <= told["left"]["street"] + 1e-6


def test_money_buys_what_it_can(drawn: Drawn, pole_camera: CameraType) -> None:
    told = proposed(drawn, budget=1600.0, kinds=[pole_camera.pk], sources=["lamp"])
    assert len(told["sites"]) == 1
    assert proposed(drawn, budget=10.0, kinds=[pole_camera.pk], sources=["lamp"])["sites"] == []


def test_what_private_cameras_are_told_to_see_is_worth_less(
    drawn: Drawn, pole_camera: CameraType
) -> None:
    wish = {"many": 3, "kinds": [pole_camera.pk], "sources": ["lamp"], "weight": "area"}
    some = proposed(drawn, **wish)["left"]["area"]
    StudyBlock.objects.filter(study=drawn.study).update(share=None)
    none = proposed(drawn, **wish)["left"]["area"]
    assert 0.7 * none - 1 <= some < none


def test_who_has_registered_changes_nothing(drawn: Drawn, pole_camera: CameraType) -> None:
    wish = {"many": 2, "kinds": [pole_camera.pk], "sources": ["lamp"], "weight": "area"}
    before = proposed(drawn, **wish)
    register(drawn, 30.0, -20.0)
    after = proposed(drawn, **wish)
    for name in ("sites", "left", "words", "at_least"):
        assert before[name] == after[name]


def register(drawn: Drawn, east: float, north: float) -> None:
    """Let a resident have a camera there that sees all of the study."""
    owner = Owner.objects.create(kind=Owner.Kind.RESIDENT, name="A resident")
    camera = Camera.registry.create(
        number=9100, name="Doorbell", kind="resident", level=1, owner=owner, mount="wall",
        position=at(east, north), surveyed_position=at(east, north), placed_at=timezone.now(),
    )  # fmt: skip
    Placement.objects.create(
        camera=camera, position=camera.position, valid_from=timezone.now(), status="approved",
        level=1, owner=owner,
    )  # fmt: skip
    CameraCell.objects.bulk_create(
        CameraCell(camera=camera, cell=cell, px_per_m=300)
        for cell in StudyCell.objects.filter(study=drawn.study).values_list("cell", flat=True)
    )


def test_a_house_carries_cameras_on_its_corners_towards_the_street(drawn: Drawn) -> None:
    wall_camera = CameraType.objects.create(
        name="On a wall", mount="wall", hfov=90, range=35, width_px=12_000, height=4, capital=1,
        yearly=0, life_years=10,
    )  # fmt: skip
    corners = PLANE.to_degrees([(-8, -30), (8, -30), (8, -18), (-8, -18), (-8, -30)])
    Building.objects.create(
        source="house", external_id="1", height=6, height_source="height", name="Town hall",
        footprint=MultiPolygon(Polygon(corners.tolist()), srid=4326),
    )  # fmt: skip
    wish = {"many": 4, "kinds": [wall_camera.pk], "sources": ["corner"], "weight": "area"}
    assert proposed(drawn, **wish)["words"] == [
        "There is no such place in the area of this study."
    ]  # no street known in front of it
    street("Main Street", at(-40, -10), at(40, -10))

    told = proposed(drawn, **wish)

    poles = poles_in(drawn.study.area, [Source.CORNER])
    assert {pole.name for pole in poles} == {"Town hall"}
    assert 1 <= len(told["sites"]) <= len(poles) <= 4
    for site in told["sites"]:
        (pole,) = [each for each in poles if [each.lng, each.lat] == site["at"]]
        assert pole.outward is not None
        assert abs((site["azimuth"] - pole.outward + 180) % 360 - 180) <= 90 + 1e-6


def test_named_points_count_only_inside_the_area(drawn: Drawn, pole_camera: CameraType) -> None:
    here = (*at(0.0, -30.0).coords,)
    told = proposed(
        drawn, many=5, kinds=[pole_camera.pk], sources=["point"], weight="area",
        points=[here], file="lng,lat\n-84.6,38.04\nx,y\n",
    )  # fmt: skip
    assert [tuple(site["at"]) for site in told["sites"]] == [here]
    assert (told["outside"], told["turned_away"]) == (1, 1)


def test_it_is_cancelled_before_and_while_it_is_worked_on(
    drawn: Drawn, pole_camera: CameraType, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = Wish(many=1, kinds=[pole_camera.pk], sources=["lamp"])
    waiting = proposing.begin(drawn.study.pk, wish, by=planner())
    proposing.cancel(waiting.pk, by=planner())
    running.run(waiting.pk)
    assert reading.told(reading.found(waiting.pk))["state"] == "cancelled"
    with pytest.raises(ProposalOver):
        proposing.cancel(waiting.pk, by=planner())

    begun = proposing.begin(drawn.study.pk, wish, by=planner())

    def cancelling(study: Study) -> Ground:
        proposing.cancel(begun.pk, by=planner())
        return ground_of(study)

    monkeypatch.setattr(running, "ground_of", cancelling)
    running.run(begun.pk)
    told = reading.told(reading.found(begun.pk))
    assert told["state"] == "cancelled"
    assert "sites" not in told


def test_what_breaks_off_has_failed(
    drawn: Drawn, pole_camera: CameraType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(study: Study) -> None:
        raise MemoryError

    monkeypatch.setattr(running, "ground_of", broken)
    wish = Wish(many=1, kinds=[pole_camera.pk], sources=["lamp"])
    begun = proposing.begin(drawn.study.pk, wish, by=planner())
    with pytest.raises(MemoryError):
        running.run(begun.pk)
    assert reading.told(reading.found(begun.pk))["trouble"]


def test_a_worker_that_fell_silent_has_failed(drawn: Drawn, pole_camera: CameraType) -> None:
    wish = Wish(many=1, kinds=[pole_camera.pk], sources=["lamp"])
    begun = proposing.begin(drawn.study.pk, wish, by=planner())
    long_ago = timezone.now() - 2 * reading.SILENT
    Proposal.objects.update(state=Study.State.RUNNING, alive_at=long_ago)
    assert reading.told(reading.found(begun.pk))["state"] == "failed"


def test_a_wish_says_everything_that_is_wrong_with_it(drawn: Drawn) -> None:
    wish = Wish(many=0, budget=float("inf"), sources=["roof"], weight="beauty", file="north\n1\n")
    with pytest.raises(BadWish) as refused:
        proposing.begin(drawn.study.pk, wish, by=planner())
    fields = {fault.field for fault in refused.value.errors}
    assert fields == {"many", "budget", "kinds", "sources", "weight", "file"}


def test_a_study_that_is_not_done_has_no_gaps_yet(db: None, drawn: Drawn) -> None:
    Study.objects.update(state=Study.State.RUNNING)
    casting.cast()
    with pytest.raises(StudyUnfinished):
        proposing.begin(drawn.study.pk, Wish(many=1), by=planner())


def test_too_many_places_are_thinned_evenly_and_named_ones_stay() -> None:
    grid = [
        Pole(lng=-84.5 + i * 1e-4, lat=38 + j * 1e-4, source=Source.LAMP)
        for i in range(60)
        for j in range(60)
    ]
    named = [Pole(lng=-84.4, lat=38.0, source=Source.POINT)]
    kept = thinned(grid + named)
    assert len(kept) == MOST
    assert kept[0] is named[0]
    quarters = [
        sum(pole.lng < -84.497 and pole.lat < 38.003 for pole in kept),
        sum(pole.lng >= -84.497 and pole.lat >= 38.003 for pole in kept),
    ]
    assert all(0.2 * MOST < count < 0.3 * MOST for count in quarters)
