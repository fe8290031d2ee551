"""Who saw it then, and still has it: against shapely, version by version."""

import random
from datetime import timedelta

import pytest
import shapely
from django.utils import timezone

from registry.footage.areas import around, drawn, stored
from registry.footage.candidates import candidates
from registry.footage.models import Recipient
from registry.models import Camera, Owner, User
from tests.registry.footage.asked import (
    LAT,
    LNG,
    camera,
    drafted,
    investigator,
    looks,
    owner,
    square,
    who_saw,
)

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


def test_the_query_finds_what_shapely_finds() -> None:
    dice = random.Random(7)
    area = around(LNG, LAT, 200)
    views = {}
    for _ in range(40):
        view = square(dice.uniform(-350, 300), dice.uniform(-350, 300), dice.uniform(5, 80))
        views[camera(owner(), view).pk] = view
    start = timezone.now() - 2 * DAYS
    found = candidates(stored(area), start, start + timedelta(hours=2))
    expected = {pk: view for pk, view in views.items() if area.intersects(drawn(view))}
    assert 5 < len(expected) < 40
    assert {each.id for each in found.cameras} == expected.keys()
    for each in found.cameras:
        exact = shapely.intersection(area, drawn(expected[each.id]))
        assert shapely.area(shapely.symmetric_difference(each.saw, exact)) < 1e-12


def test_what_it_sees_now_is_not_what_it_saw_then() -> None:
    away, here = square(1000, 1000, 50), square(-20, -20, 40)
    turned_away, turned_here = camera(owner(), away, since=DAYS), camera(owner(), here, since=DAYS)
    looks(turned_away, here, since=100 * DAYS, until=DAYS)
    looks(turned_here, away, since=100 * DAYS, until=DAYS)
    came_later = camera(owner(), here, since=DAYS)
    assert who_saw() == {turned_away.pk}
    assert who_saw(ago=timedelta(hours=5)) == {turned_here.pk, came_later.pk}


def test_one_that_was_turned_within_the_window_counts_with_both_views() -> None:
    turned = camera(owner(), square(0, 0, 60), since=47 * DAYS / 24)
    looks(turned, square(-60, -60, 60), since=100 * DAYS, until=47 * DAYS / 24)
    start = timezone.now() - 2 * DAYS
    [found] = candidates(stored(around(LNG, LAT, 200)), start, start + 2 * DAYS / 24).cameras
    assert shapely.area(found.saw) == pytest.approx(2 * square(0, 0, 60).area, rel=1e-3)


def test_what_was_written_over_is_not_asked_for() -> None:
    still, lost, unsaid = camera(owner()), camera(owner(), days=1), camera(owner(), days=None)
    going = camera(owner(), days=2)
    start = timezone.now() - 2 * DAYS - timedelta(minutes=30)
    area = stored(around(LNG, LAT, 200))
    found = candidates(area, start, start + timedelta(hours=2))
    assert [each.id for each in found.cameras] == [going.pk, still.pk, unsaid.pk]
    assert lost.pk not in {each.id for each in found.cameras}
    assert found.cameras[0].kept_until == start + 2 * DAYS
    assert set(found.suggested()) <= {going.owner_id, still.owner_id}


def test_only_private_cameras_of_owners_who_can_be_written_to_are_found() -> None:
    resident, two = camera(owner()), camera(owner(), level=2)
    camera(owner(), level=0)
    camera(owner(email=""))
    camera(owner(), status=Camera.Status.DORMANT)
    camera(owner(), status=Camera.Status.PENDING)
    sold = camera(owner())
    Camera.registry.filter(pk=sold.pk).update(owner=owner("New"))
    assert who_saw() == {resident.pk, two.pk}


def test_one_that_looks_nobody_knows_where_may_have_seen_it_but_is_not_suggested() -> None:
    dome = camera(owner(), since=DAYS)
    looks(dome, None, since=100 * DAYS, until=DAYS, reach=square(-50, -50, 100))
    start = timezone.now() - 2 * DAYS
    found = candidates(stored(around(LNG, LAT, 200)), start, start + timedelta(hours=2))
    assert [(each.id, each.sure) for each in found.cameras] == [(dome.pk, False)]
    assert found.suggested() == []
    assert found.share([dome.owner_id]) > 0


def test_the_fewest_owners_are_suggested_and_have_all_there_is() -> None:
    wide, left, right = owner("Wide"), owner("Left"), owner("Right")
    camera(wide, square(-100, -100, 200))
    camera(left, square(-100, -50, 90))
    camera(right, square(10, -50, 90))
    start = timezone.now() - 2 * DAYS
    found = candidates(stored(around(LNG, LAT, 200)), start, start + timedelta(hours=2))
    assert found.suggested() == [wide.pk]
    assert found.share([wide.pk]) == found.share(found.owners) > found.share([left.pk]) > 0


def test_owners_asked_more_than_often_this_quarter_are_marked(cast: dict[str, User]) -> None:
    asked, rested = owner("Asked"), owner("Rested")
    camera(asked)
    camera(rested)
    by = investigator(cast)
    for days in (1, 2, 3, 100):
        _was_asked(asked, by, days)
    for days in (1, 2, 100, 101):
        _was_asked(rested, by, days)
    start = timezone.now() - 2 * DAYS
    found = candidates(stored(around(LNG, LAT, 200)), start, start + timedelta(hours=2))
    assert found.asked == {asked.pk: 3, rested.pk: 2}
    assert [found.often(each.pk) for each in (asked, rested)] == [True, False]
    assert found.suggested() == [rested.pk]


def _was_asked(whom: Owner, by: object, days: int) -> None:
    request = drafted(by)  # type: ignore[arg-type]
    at = timezone.now() - days * DAYS
    Recipient.objects.create(request=request, owner=whom, cameras=[], asked_at=at)
