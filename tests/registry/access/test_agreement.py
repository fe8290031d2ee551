"""One rule, said twice: Python and SQL give the same answer in every case."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.access import sql
from registry.access.conditions import RANK
from registry.access.facts import (
    MACHINE,
    STRANGER,
    Actor,
    CameraFacts,
    Capability,
    GrantFacts,
    Occasion,
    Yes,
)
from registry.access.policy import Decision, State, decide, standing
from registry.models import Agency, Camera, Grant, Incident, Owner, Question, Role, User

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 3, 16, tzinfo=UTC)  # noon in New York
MINE, THEIRS, CITY, OTHER_CITY, CALL, OTHER_CALL = (UUID(int=n) for n in range(1, 7))
ROLES = [*Role.values, STRANGER, MACHINE]
STATUSES = ["approved", "pending", "dormant", "retired"]
METRES = [None, 0.0, 200.0, 200.5, 2000.0, 2000.5]


def actors() -> Iterator[Actor]:
    for role, owner in product(ROLES, (None, MINE)):
        yield Actor(role=role, user_id=7, owner_id=owner, agency_id=CITY)


def call(**changed: Any) -> Occasion:
    facts: dict[str, Any] = {
        "id": CALL, "kind": "robbery", "priority": 2, "open": True, "point": (0.0, 0.0),
        "radius": 150.0, "assigned": frozenset({7}),
    }  # fmt: skip
    return Occasion(**(facts | changed))


def test_every_reader_stands_alike_to_every_camera() -> None:
    occasions = [None, call(), call(open=False), call(assigned=frozenset({8})), call(id=uuid4())]
    cameras = [
        CameraFacts(level=level, kind=kind, status=status, owner_id=owner, metres=metres)
        for level, kind, status, owner, metres in product(
            (0, 1, 2), ("business", "phone"), STATUSES, (MINE, THEIRS), METRES
        )
    ]
    cameras += [
        CameraFacts(level=2, kind="phone", status=status, owner_id=owner, call_id=CALL, metres=9e3)
        for status, owner in product(STATUSES, (MINE, THEIRS))
    ]
    asked = list(product(occasions, cameras, Capability))
    for actor in actors():
        ours = [standing(actor, *case) for case in asked]
        assert theirs(actor, asked) == ours, actor


def theirs(actor: Actor, asked: list[tuple[Occasion | None, CameraFacts, Capability]]) -> list[str]:
    """Ask the database for all cases of one reader at once."""
    occasions = {case[0]: sql.occasion(case[0], actor, NOON) for case in asked}
    rows = [
        (list(occasions).index(o), json.dumps(asdict(c), default=str), c.metres, str(want))
        for o, c, want in asked
    ]
    said = " UNION ALL ".join(f"SELECT {n}, {row.sql}" for n, row in enumerate(occasions.values()))
    reader = sql.reader(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH o (n, occasion) AS ({said})
            SELECT access_standing(
                {reader.sql}, o.occasion, jsonb_populate_record(NULL::camera, a.camera),
                a.metres, a.want)
            FROM unnest(%s::int[], %s::jsonb[], %s::float8[], %s::text[])
                WITH ORDINALITY AS a (o, camera, metres, want, nth)
            JOIN o ON o.n = a.o ORDER BY a.nth""",
            [
                *(value for row in occasions.values() for value in row.params),
                *reader.params,
                *(list(column) for column in zip(*rows, strict=True)),
            ],
        )
        return [standing for (standing,) in cursor.fetchall()]


hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))
moments = st.datetimes(
    datetime(2026, 3, 1), datetime(2026, 11, 30), timezones=st.just(UTC)
)  # both clock changes


yeses = st.builds(
    lambda incident, begins, minutes: Yes(
        incident=incident, begins=begins, ends=begins + timedelta(minutes=minutes)
    ),
    incident=st.sampled_from([CALL, CALL, OTHER_CALL]),
    begins=st.sampled_from([NOON - timedelta(minutes=10), NOON, NOON + timedelta(minutes=1)]),
    minutes=st.sampled_from([0, 10, 15]),
)


@st.composite
def grants(draw: st.DrawFn) -> GrantFacts:
    return GrantFacts(
        id=draw(st.uuids()),
        owner_id=draw(st.sampled_from([THEIRS, THEIRS, MINE])),
        agency_id=draw(st.sampled_from([CITY, CITY, OTHER_CITY])),
        capabilities=frozenset(
            draw(st.sets(st.sampled_from(["still", "live", "recorded", "ptz"])))
        ),
        condition=draw(st.sampled_from(list(RANK))),
        valid_from=draw(moments),
        valid_to=draw(st.none() | moments),
        priority_at_most=draw(st.integers(1, 5)),
        within=draw(st.none() | st.sampled_from([50.0, 99.5, 100.0])),
        from_hour=draw(hours),
        until_hour=draw(hours),
        max_session_min=draw(st.integers(1, 60)),
        said=tuple(draw(st.lists(yeses, max_size=2))),
    )


occasions = st.builds(
    call,
    kind=st.sampled_from(["robbery", "panic"]),
    priority=st.integers(1, 5),
    provisional=st.booleans(),
    exigent=st.booleans(),
    panic_until=st.none() | st.sampled_from([NOON, NOON + timedelta(minutes=20)]),
)


@pytest.fixture
def camera(db: None) -> Camera:
    city = Agency.objects.create(id=CITY, name="City")
    Agency.objects.create(id=OTHER_CITY, name="Other city")
    owner = Owner.objects.create(id=THEIRS, kind="business", name="Bakery")
    Owner.objects.create(id=MINE, kind="business", name="The bakery before")
    for id in (CALL, OTHER_CALL):
        Incident.registry.create(
            id=id, source="cad", external_id=str(id), number="1", kind="robbery", priority=1,
            position=Point(0, 0), state="open", reported_at=NOON, updated_at=NOON,
        )  # fmt: skip
    assert city.pk == CITY
    return Camera.registry.create(
        number=1, name="Door", kind="business", level=2, owner=owner, position=Point(0, 0),
        surveyed_position=Point(0, 0),
    )  # fmt: skip


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    held=st.lists(grants(), max_size=4, unique_by=lambda g: g.id),
    occasion=occasions,
    at=moments | st.just(NOON),
    role=st.sampled_from(["dispatcher", "supervisor", "officer", "investigator"]),
    metres=st.sampled_from([0.0, 50.0, 99.4, 99.5, 100.0, 150.0]),
    want=st.sampled_from(Capability),
)
def test_every_grant_is_read_alike(
    camera: Camera,
    held: list[GrantFacts],
    occasion: Occasion,
    at: datetime,
    role: str,
    metres: float,
    want: Capability,
) -> None:
    actor = Actor(role=role, user_id=7, agency_id=CITY)
    facts = CameraFacts(level=2, kind="business", owner_id=THEIRS, metres=metres)
    with transaction.atomic():
        Grant.objects.bulk_create(stored(grant, camera) for grant in held)
        Question.objects.bulk_create(answered(held, camera))
        answer = ask(actor, occasion, camera, metres, at, want)
        transaction.set_rollback(True)
    assert answer == decide(actor, occasion, facts, held, at=at, capability=want)


def stored(grant: GrantFacts, camera: Camera) -> Grant:
    values = {name: getattr(grant, name) for name in GrantFacts.__slots__ if name != "said"}
    values["capabilities"] = sorted(grant.capabilities)
    return Grant(camera=camera, **values)


def answered(held: list[GrantFacts], camera: Camera) -> Iterator[Question]:
    asked_by, _ = User.objects.get_or_create(username="dana", role="dispatcher")
    for told, yes in ((each, yes) for each in held for yes in each.said):
        yield Question(
            grant_id=told.id, camera=camera, incident_id=yes.incident, asked_by=asked_by,
            expires_at=yes.begins, answer="yes", opens_from=yes.begins, opens_until=yes.ends,
        )  # fmt: skip


def ask(
    actor: Actor, occasion: Occasion, camera: Camera, metres: float, at: datetime, want: Capability
) -> Decision:
    reader, why = sql.reader(actor), sql.occasion(occasion, actor, at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT a.* FROM camera,
            LATERAL access_state({reader.sql}, {why.sql}, camera, %s, %s) a WHERE camera.id = %s""",
            [*reader.params, *why.params, metres, str(want), camera.pk],
        )
        state, reason, place, grant_id, max_session_min = cursor.fetchone()
    return Decision(
        state=State(state), reason=reason, place=place, grant_id=grant_id,
        max_session_min=max_session_min,
    )  # fmt: skip
