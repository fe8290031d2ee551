"""The ranked answer: who sees the corner, how well, in which order and in whose words."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from geo import confidence, optics
from registry.access.facts import Actor
from registry.cameras.models import Camera, Placement
from registry.cameras.placing import place
from registry.feeds.models import Frame
from registry.incidents.models import Incident
from registry.incidents.refusals import UnknownIncident
from registry.models import Entry, User
from tests.tiles.scene import CORNER, LONG_AGO, at, box, camera, ended, grant, owner, town
from tiles.around import Click, seeing

pytestmark = pytest.mark.django_db
ROUND = box(-10, -10, 10, 10)
ELSEWHERE = box(300, 300, 310, 310)


@pytest.fixture
def dispatcher() -> Actor:
    return person("dispatcher")


def person(role: str, **facts: Any) -> Actor:
    return Actor(role=role, id=role[:1], name=role, agency_id=town().id, **facts)


def ask(actor: Actor, lnglat: tuple[float, float] = CORNER, radius: float = 150, **how: Any) -> Any:
    traces = {name: how.pop(name) for name in ("client", "request_id") if name in how}
    click = Click(lng=lnglat[0], lat=lnglat[1], radius=radius, **how)
    return json.loads(seeing(actor, click, **traces))


def told(answer: Any, name: str) -> list[Any]:
    return [feature["properties"][name] for feature in answer["features"]]


def call(point: tuple[float, float] | None = CORNER, **facts: Any) -> Incident:
    given = {"priority": 1, "radius": 100.0, "state": "open", "kind": "theft"} | facts
    now = timezone.now()
    given = {"reported_at": now, "updated_at": now} | given
    return Incident.registry.create(
        source="cad", external_id=str(uuid4()), number="1",
        position=Point(*point, srid=4326) if point else None, **given,
    )  # fmt: skip


def test_seeing_comes_before_turning_may_approach_and_near(dispatcher: Actor) -> None:
    camera(30, 0, sees=box(20, 0, 40, 10), azimuth=90)
    camera(-30, 40, sees=box(100, 100, 120, 120), azimuth=300)
    camera(0, 60, reach=ROUND, azimuth=None)
    camera(0, -50, sees=box(90, 90, 95, 95), reach=ROUND, form="ptz", azimuth=180)
    camera(0, -34, sees=ROUND, hfov=40)
    answer = ask(dispatcher)
    assert told(answer, "sees") == ["point", "turn", "may", "approach", "near"]
    assert told(answer, "why") == [
        "faces the point, 34 m, observe, unobstructed",
        "can turn to the point, 50 m, too coarse to detect, unobstructed",
        "may see the point, direction unknown, 60 m, too coarse to detect, unobstructed",
        "sees an approach 20 m from the point, 30 m",
        "looks away, 50 m",
    ]
    assert answer["explanation"] is None


def test_what_sees_may_turn_or_reach_is_listed_however_far_it_stands(dispatcher: Actor) -> None:
    camera(0, -400, sees=ROUND, range=500)
    camera(400, 0, reach=ROUND, form="ptz", range=500)
    camera(-400, 0, reach=ROUND, azimuth=None, range=500)
    camera(0, 400, sees=box(40, 0, 60, 10), azimuth=10)
    camera(0, 200, sees=ELSEWHERE)
    assert told(ask(dispatcher), "sees") == ["point", "turn", "may", "approach"]


def test_an_approach_ends_at_fifty_metres(dispatcher: Actor) -> None:
    camera(0, 300, sees=box(49, -5, 60, 5))
    camera(0, 300, sees=box(51, -5, 60, 5))
    assert len(ask(dispatcher)["features"]) == 1


def test_among_equals_the_surer_and_finer_view_comes_first(dispatcher: Actor) -> None:
    wide = camera(0, -40, sees=ROUND, hfov=90)
    narrow = camera(0, -40.5, sees=ROUND, hfov=30)
    unsure = camera(0, -39.5, sees=ROUND, hfov=90, azimuth_sd=60)
    assert told(ask(dispatcher), "number") == [narrow.number, wide.number, unsure.number]


def test_among_those_that_look_away_the_fresher_frame_and_then_the_nearer_comes_first(
    dispatcher: Actor,
) -> None:
    now = timezone.now()
    near, far, old = (camera(0, north, sees=ELSEWHERE) for north in (30, 60, 20))
    blind = camera(0, 10, sees=ELSEWHERE)
    for each, seconds in ((near, 3), (far, 2), (old, 3000)):
        Frame.objects.create(
            camera=each, captured_at=now - timedelta(seconds=seconds), state="live"
        )
    answer = ask(dispatcher)
    assert told(answer, "number") == [each.number for each in (near, far, old, blind)]
    assert [frame and frame["state"] for frame in told(answer, "frame")] == [
        "live", "live", "stale", None,
    ]  # fmt: skip


def test_the_answer_says_where_the_camera_stands_and_how_well_it_sees(dispatcher: Actor) -> None:
    made = camera(30, -40, sees=ROUND, azimuth=323.0, hfov=60, height=4.5)
    (feature,) = ask(dispatcher)["features"]
    facts = feature["properties"]
    lng, lat = at(30, -40)
    assert feature["geometry"]["coordinates"] == pytest.approx([lng, lat], abs=1e-6)
    assert facts["id"] == str(made.id)
    assert facts["distance_m"] == pytest.approx(50, abs=0.2)
    assert facts["bearing"] == pytest.approx(143.1, abs=0.2)
    density = optics.density_at(50, 1920, 60, height=4.5, target=1.5)
    assert facts["px_per_m"] == pytest.approx(density, rel=0.01)
    assert facts["level"] == optics.level_at(density)
    assert (facts["access"], facts["access_reason"]) == ("open", "open to your role")
    assert facts["frame"] is None
    assert facts["field_of_view"] is None


def test_the_2025_scheme_names_levels_when_it_is_chosen(dispatcher: Actor, settings: Any) -> None:
    settings.DENSITY_SCHEME = "iec_2025"
    camera(0, -20, sees=ROUND, hfov=60)
    assert told(ask(dispatcher), "level") == ["discern"]


def test_fields_of_view_come_on_request(dispatcher: Actor) -> None:
    camera(0, -34, sees=ROUND)
    (feature,) = ask(dispatcher, with_fov=True)["features"]
    assert feature["properties"]["field_of_view"]["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("where", "facts", "nearest"),
    [
        ((59.4, 59.4), {}, "looks away, 84 m NE"),
        ((0, -60), {}, "is blocked, 60 m S"),
        ((0, -60), {"range": 40}, "is too far off, 60 m S"),
        ((-60, 0), {"azimuth": None}, "looks in an unknown direction, 60 m W"),
        ((-60, 0), {"azimuth": None, "hfov": 360}, "is blocked, 60 m W"),
        ((-60, 0), {"azimuth": 90, "hfov": 360}, "is blocked, 60 m W"),
    ],
)
def test_where_none_sees_it_is_said_why_the_nearest_does_not(
    dispatcher: Actor, where: tuple[float, float], facts: dict[str, Any], nearest: str
) -> None:
    camera(*where, sees=ELSEWHERE, **facts)
    camera(0, 120, sees=ELSEWHERE)
    assert ask(dispatcher)["explanation"] == f"no camera sees this point; nearest {nearest}"


def test_where_some_may_see_it_is_not_said_that_none_does(dispatcher: Actor) -> None:
    nobody = "no camera sees this point; none stands within 150 m"
    assert ask(dispatcher)["explanation"] == nobody
    for east in (10, 20, 30):
        camera(east, 0, reach=ROUND, azimuth=None)
    assert ask(dispatcher)["explanation"] == "no surveyed camera sees it; 3 might"
    camera(0, 20, reach=ROUND, form="ptz")
    both = "no camera faces this point; 1 can turn to it, 3 might see it"
    assert ask(dispatcher)["explanation"] == both


def test_a_private_camera_is_told_only_for_an_open_call_near_it(dispatcher: Actor) -> None:
    shop = owner("business")
    camera(0, -34, sees=ROUND, level=1, kind="business", owned_by=shop)
    opened = camera(0, -35, sees=ROUND, level=2, kind="business", owned_by=shop)
    grant(opened)
    nobody = "no camera sees this point; none stands within 150 m"
    far = call(at(0, 2000))
    shut = call(state="closed", closed_at=timezone.now())
    for incident in (None, far.id, shut.id):
        answer = ask(dispatcher, incident=incident)
        assert (answer["features"], answer["explanation"]) == ([], nobody)
    answer = ask(dispatcher, incident=call().id)
    assert dict(zip(told(answer, "number"), told(answer, "access"), strict=True)) == {
        opened.number - 1: "request_only",
        opened.number: "live_ok",
    }


def test_a_condition_that_is_not_met_is_named(dispatcher: Actor) -> None:
    made = camera(0, -34, sees=ROUND, level=2, kind="business", owned_by=owner("business"))
    grant(made, condition="priority", priority_at_most=1)
    answer = ask(dispatcher, incident=call(priority=3).id)
    assert told(answer, "access") == ["condition_unmet"]
    assert "priority 1" in told(answer, "access_reason")[0]
    assert told(ask(dispatcher, incident=call(priority=1).id), "access") == ["live_ok"]


def test_the_picture_of_a_camera_one_may_not_watch_has_no_address(dispatcher: Actor) -> None:
    made = camera(0, -34, sees=ROUND, level=1, kind="business", owned_by=owner("business"))
    Frame.objects.create(camera=made, captured_at=timezone.now(), state="live")
    (frame,) = told(ask(dispatcher, incident=call().id), "frame")
    assert frame["url"] is None


def test_what_is_not_approved_is_not_listed(dispatcher: Actor) -> None:
    for status in ("pending", "dormant", "retired"):
        camera(0, -34, sees=ROUND, status=status)
    assert ask(person("registrar"))["features"] == []


def test_an_officer_is_told_for_a_call_they_are_assigned_to(db: None) -> None:
    camera(0, -34, sees=ROUND)
    user = User.objects.create(username="olga", role="officer")
    officer = person("officer", user_id=user.pk)
    assert ask(officer)["features"] == []
    mine = call()
    with pytest.raises(UnknownIncident):
        ask(officer, incident=mine.id)
    mine.assigned.add(user)
    assert len(ask(officer, incident=mine.id)["features"]) == 1


@pytest.mark.parametrize("role", ["planner", "registrar", "owner"])
def test_a_call_one_may_not_read_is_as_unknown_as_none(role: str) -> None:
    for incident in (call().id, uuid4()):
        with pytest.raises(UnknownIncident):
            ask(person(role), incident=incident)


def test_the_past_is_answered_by_what_stood_and_was_allowed_then(dispatcher: Actor) -> None:
    then = timezone.now() - timedelta(days=30)
    gone = camera(0, -34, sees=ROUND)
    ended(gone, at=then + timedelta(days=1))
    fresh = camera(0, -35, sees=ROUND, since=then + timedelta(days=2))
    assert told(ask(dispatcher), "number") == [fresh.number]
    assert told(ask(dispatcher, at_time=then), "number") == [gone.number]
    assert ask(dispatcher, at_time=LONG_AGO - timedelta(days=1))["features"] == []


def test_a_camera_given_up_since_is_told_of_when_it_stood(dispatcher: Actor) -> None:
    now = timezone.now()
    gone = camera(0, -34, sees=ROUND)
    ended(gone, at=now - timedelta(minutes=10))
    Camera.registry.filter(pk=gone.pk).update(status="retired")
    assert ask(dispatcher)["features"] == []
    assert told(ask(dispatcher, at_time=now - timedelta(hours=1)), "number") == [gone.number]


def test_a_camera_was_as_private_as_its_owner_had_it_then(dispatcher: Actor) -> None:
    then = timezone.now() - timedelta(hours=1)
    sold, bought = camera(0, -34, sees=ROUND), camera(0, -35, sees=ROUND)
    shop = owner("business")
    Camera.registry.filter(pk=sold.pk).update(level=1, owner=shop)
    Placement.objects.filter(camera=bought).update(level=1, owner=shop)
    assert told(ask(dispatcher), "number") == [bought.number]
    past = ask(dispatcher, at_time=then)
    assert told(past, "number") == [sold.number]
    assert (told(past, "opened"), told(past, "owner_kind")) == ([0], ["agency"])
    baker = Actor(role="owner", id="b", name="Bo", owner_id=shop.pk)
    assert told(ask(baker), "number") == [sold.number]
    assert told(ask(baker, at_time=then), "number") == [bought.number]


def test_a_call_opened_what_is_private_while_it_was_open(dispatcher: Actor) -> None:
    now = timezone.now()
    made = camera(0, -34, sees=ROUND, level=1, kind="business", owned_by=owner("business"))

    def numbers(incident: Incident, minutes: int) -> list[Any]:
        then = now - timedelta(minutes=minutes)
        return told(ask(dispatcher, incident=incident.id, at_time=then), "number")

    reported = now - timedelta(minutes=60)
    shut = call(reported_at=reported, state="closed", closed_at=now - timedelta(minutes=20))
    still = call(reported_at=reported)
    assert [numbers(shut, minutes) for minutes in (90, 30, 10)] == [[], [made.number], []]
    assert [numbers(still, minutes) for minutes in (90, 30, 10)] == [
        [], [made.number], [made.number],
    ]  # fmt: skip


def test_a_grant_counts_while_it_is_valid(dispatcher: Actor) -> None:
    now = timezone.now()
    made = camera(0, -34, sees=ROUND, level=2, kind="business", owned_by=owner("business"))
    grant(made, valid_to=now - timedelta(days=1))
    incident = call(reported_at=now - timedelta(days=3)).id
    assert told(ask(dispatcher, incident=incident), "access") == ["request_only"]
    past = ask(dispatcher, incident=incident, at_time=now - timedelta(days=2))
    assert told(past, "access") == ["live_ok"]


@pytest.mark.parametrize(
    ("stands", "azimuth", "asked", "sees"),
    [
        (179.9998, 90.0, 179.9999, "point"),
        (179.9998, 90.0, -179.9999, "point"),
        (-179.9998, 270.0, 179.9999, "point"),
        (179.9998, 270.0, -179.9999, "approach"),
        (-179.9998, 180.0, 179.9996, "near"),
    ],
)
def test_a_camera_by_the_antimeridian_is_told_of_once_from_either_side(
    dispatcher: Actor, stands: float, azimuth: float, asked: float, sees: str
) -> None:
    made = on_the_line(stands, azimuth=azimuth)
    answer = ask(dispatcher, (asked, 10.0))
    assert told(answer, "number") == [made.number]
    assert told(answer, "sees") == [sees]
    assert told(answer, "distance_m")[0] < 80


def test_a_head_that_turns_across_the_antimeridian_is_told_of_as_one(dispatcher: Actor) -> None:
    on_the_line(179.9998, azimuth=270.0, form="ptz")
    assert told(ask(dispatcher, (-179.9999, 10.0)), "sees") == ["turn"]


def on_the_line(lng: float, **facts: Any) -> Camera:
    """Have a camera near the antimeridian drawn as any other."""
    made = camera(0, 0, **facts)
    Camera.registry.update(surveyed_position=Point(lng, 10.0, srid=4326), placed_at=None)
    place()
    return made


def test_every_answer_is_written_down_with_who_was_listed(dispatcher: Actor) -> None:
    made = camera(0, -34, sees=ROUND)
    incident = call()
    ask(dispatcher, incident=incident.id, client="10.0.0.1", request_id="r1")
    entry = Entry.objects.get(action="coverage_query")
    assert (entry.actor_name, entry.role, entry.incident_id) == (
        "dispatcher", "dispatcher", incident.id,
    )  # fmt: skip
    assert (entry.client, entry.request_id, entry.purpose) == ("10.0.0.1", "r1", "call_for_service")
    assert entry.detail["cameras"] == [str(made.id)]


def test_what_cannot_be_written_down_is_not_answered(dispatcher: Actor) -> None:
    camera(0, -34, sees=ROUND)
    # The database holds the actor's id to 64 characters.
    too_long = Actor(role="dispatcher", id="d" * 65, name="Dana", agency_id=town().id)
    with pytest.raises(DatabaseError), transaction.atomic():
        ask(too_long)
    assert not Entry.objects.exists()


def test_confidence_is_the_one_of_geo() -> None:
    cases = [
        (off, hfov, sd, distance, reach, blur)
        for off in (0.0, 20.0, 39.9, 41.0, 90.0, 179.0)
        for hfov in (40.0, 80.0, 180.0, 350.0, 360.0)
        for sd in (0.0, 2.0, 10.0, 60.0)
        for distance, reach in ((1.0, 60.0), (30.0, 60.0), (59.0, 60.0), (66.0, 60.0), (90.0, 60.0))
        for blur in (0.0, 1.0, 5.0)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sight_confidence(a, b, c, d, e, f) FROM unnest(%s::float8[], %s::float8[],"
            " %s::float8[], %s::float8[], %s::float8[], %s::float8[]) AS x (a, b, c, d, e, f)",
            [list(column) for column in zip(*cases, strict=True)],
        )
        ours = [value for (value,) in cursor.fetchall()]
    off, hfov, sd, distance, reach, blur = zip(*cases, strict=True)
    theirs = confidence.of_point(
        azimuth=0.0, hfov=hfov, bearing=off, distance=distance, range=reach, azimuth_sd=sd,
        position_sd=blur,
    )  # fmt: skip
    assert ours == pytest.approx(theirs.tolist(), abs=1e-6)
