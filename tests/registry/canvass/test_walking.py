"""A canvass from its doors to its end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.utils import timezone

from registry.access.facts import Actor
from registry.canvass import giving, marking, reading, walking
from registry.canvass.marking import Mark
from registry.canvass.models import Door, Walk
from registry.canvass.refusals import (
    BadMark,
    CodeOver,
    UnknownWalk,
    UnknownWalker,
    WalkEnded,
)
from registry.evidence import uploading
from registry.feeds.readers import reader
from registry.models import Entry, FootageRequest, User

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def leads(cast: dict[str, User]) -> Actor:
    return reader(cast["investigator"])


@pytest.fixture
def walk(cast: dict[str, User]) -> Walk:
    now = timezone.now()
    request = FootageRequest.registry.create(
        state="sent", made_by=cast["investigator"], case_number="26-1", sent_at=now, ends=now,
        area=Polygon.from_bbox((-84.501, 38.039, -84.499, 38.041)),
        begins=now - timedelta(hours=1), upload_at=now, lapses_at=now + timedelta(days=3),
    )  # fmt: skip
    made = Walk.objects.create(request=request, made_by=cast["investigator"])
    for turn in (1, 2, 3):
        Door.objects.create(
            walk=made, turn=turn, address=f"{turn} Elm Street", position=Point(-84.5, 38.04)
        )
    return made


def said(walk: Walk, turn: int, outcome: str, minutes: int = 0) -> Mark:
    door = walk.doors.get(turn=turn)
    return Mark(door=door.pk, outcome=outcome, at=NOON + timedelta(minutes=minutes))


def outcomes(walk: Walk) -> list[str]:
    return list(walk.doors.values_list("outcome", flat=True))


def test_what_is_sent_again_changes_nothing_and_the_later_word_stays(
    leads: Actor, walk: Walk
) -> None:
    marks = [said(walk, 1, "none"), said(walk, 2, "preserved")]
    assert marking.mark(leads, walk.pk, marks) == 2
    assert marking.mark(leads, walk.pk, marks) == 0
    assert marking.mark(leads, walk.pk, [said(walk, 1, "call_back", -5)]) == 0
    assert marking.mark(leads, walk.pk, [said(walk, 2, "none", 5)]) == 1
    assert outcomes(walk) == ["none", "none", ""]
    assert Entry.objects.filter(action="door_marked").count() == 3


def test_a_phone_whose_clock_is_ahead_cannot_fix_its_word_for_ever(
    leads: Actor, walk: Walk
) -> None:
    ahead = Mark(
        door=walk.doors.get(turn=1).pk, outcome="none", at=timezone.now() + timedelta(days=9)
    )
    marking.mark(leads, walk.pk, [ahead])
    marked = walk.doors.get(turn=1).marked_at
    assert marked is not None
    assert marked <= timezone.now()


def test_only_what_can_be_said_is_noted(leads: Actor, walk: Walk) -> None:
    for outcome in ("uploaded", "maybe"):
        with pytest.raises(BadMark):
            marking.mark(leads, walk.pk, [said(walk, 1, "none"), said(walk, 2, outcome)])
    assert outcomes(walk) == ["", "", ""]


def test_who_was_not_asked_to_walk_does_not(
    leads: Actor, walk: Walk, cast: dict[str, User]
) -> None:
    officer, auditor = reader(cast["officer"]), reader(cast["auditor"])
    for stranger in (officer, reader(cast["dispatcher"]), Actor.STRANGER):
        with pytest.raises(UnknownWalk):
            reading.read(stranger, walk.pk)
    with pytest.raises(UnknownWalk):
        marking.mark(auditor, walk.pk, [])
    with pytest.raises(UnknownWalker):
        walking.share(leads, walk.pk, "dispatcher")
    walking.share(leads, walk.pk, "officer")
    assert marking.mark(officer, walk.pk, [said(walk, 1, "none")]) == 1
    with pytest.raises(UnknownWalk):
        walking.end(officer, walk.pk)
    seen = reading.read(auditor, walk.pk)
    assert seen["register"] is None
    assert all(door["give"] is None for door in seen["doors"])


def test_a_file_from_a_door_is_noted_there_and_nobodys_note_takes_it_back(
    leads: Actor, walk: Walk
) -> None:
    code = giving.code(walk.doors.get(turn=2))
    upload = giving.begin(code, name="porch.dav", size=4)
    assert reading.read(leads, walk.pk)["doors"][1]["outcome"] == ""
    uploading.take(upload, 0, 4, [b"film"])
    assert reading.read(leads, walk.pk)["doors"][1]["outcome"] == "uploaded"
    marking.mark(leads, walk.pk, [said(walk, 2, "none", 10**6)])
    assert outcomes(walk)[1] == "uploaded"


def test_an_end_ends_the_codes_and_keeps_the_sums(leads: Actor, walk: Walk) -> None:
    code = giving.code(walk.doors.get(turn=1))
    marking.mark(leads, walk.pk, [said(walk, 1, "none")])
    walking.end(leads, walk.pk)
    walk.refresh_from_db()
    assert walk.sums == {"none": 1, "": 2}
    for shown in (code, code[:-1] + ("A" if code[-1] != "A" else "B"), "none"):
        with pytest.raises(CodeOver):
            giving.behind(shown)
    with pytest.raises(WalkEnded):
        marking.mark(leads, walk.pk, [])
    walking.forget_walked()
    assert walk.doors.count() == 3
    Walk.objects.update(ended_at=timezone.now() - Walk.KEPT - timedelta(days=1))
    walking.forget_walked()
    assert not walk.doors.exists()
