"""Each camera has one holder; shares are fair; what a dead process held is anybody's."""

from itertools import count
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from registry.feeds import leases
from registry.models import Camera, Feed, Owner

HERE = Point(-84.5, 38.05, srid=4326)


@pytest.fixture
def feeds(db: None) -> frozenset[UUID]:
    owner = Owner.objects.create(kind="business", name="Shop")
    numbers = count(1)
    cameras = [
        Camera(
            number=next(numbers), name="c", kind="traffic", level=0, owner=owner, position=HERE,
            surveyed_position=HERE,
        )
        for _ in range(10)
    ]  # fmt: skip
    Camera.registry.bulk_create(cameras)
    Feed.objects.bulk_create(Feed(camera=camera, url="http://192.0.2.1/") for camera in cameras)
    return frozenset(camera.pk for camera in cameras)


def word(holder: UUID) -> frozenset[UUID]:
    """Have a process say that it lives; gives what it holds."""
    return leases.renew(holder, f"/run/{holder}").cameras


def die(holder: UUID) -> None:
    """Let the time pass for which it is believed to live."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE feed_holder SET until = now() - interval '1 second' WHERE id = %s", [holder]
        )


def test_one_process_holds_every_camera(feeds: frozenset[UUID]) -> None:
    assert word(uuid4()) == feeds


def test_whoever_comes_gets_a_fair_share_and_no_camera_has_two_holders(
    feeds: frozenset[UUID],
) -> None:
    first, second, third = holders = [uuid4() for _ in range(3)]
    word(first)
    assert word(second) == frozenset()  # nothing is free yet
    word(third)
    held = [word(holder) for holder in holders * 2][3:]
    assert sorted(len(share) for share in held) == [2, 4, 4]
    assert frozenset().union(*held) == feeds
    assert [word(holder) for holder in holders] == held  # and there it stays


def test_what_a_silent_process_held_is_taken_over(feeds: frozenset[UUID]) -> None:
    first, second = uuid4(), uuid4()
    word(first), word(second), word(first), word(second)
    assert len(word(first)) == len(word(second)) == 5
    die(first)
    assert word(second) == feeds
    assert leases.renew(second, "").siblings == ()


def test_one_that_was_thought_dead_finds_its_cameras_gone(feeds: frozenset[UUID]) -> None:
    first, second = uuid4(), uuid4()
    word(first)
    die(first)
    word(second)
    assert word(first) == frozenset()
    assert len(word(second)) == 5


def test_one_that_nobody_replaced_goes_on(feeds: frozenset[UUID]) -> None:
    only = uuid4()
    word(only)
    die(only)
    assert word(only) == feeds


def test_one_that_leaves_is_not_waited_for(feeds: frozenset[UUID]) -> None:
    first, second = uuid4(), uuid4()
    word(first)
    leases.bury(first)
    assert word(second) == feeds


def test_a_new_camera_is_held_at_the_next_word_and_a_gone_one_no_more(
    feeds: frozenset[UUID],
) -> None:
    only = uuid4()
    gone, *_ = sorted(feeds)
    Feed.objects.filter(pk=gone).delete()
    assert word(only) == feeds - {gone}
    Feed.objects.create(camera_id=gone, url="http://192.0.2.1/")
    assert word(only) == feeds


def test_siblings_are_told_where_to_find_each_other(feeds: frozenset[UUID]) -> None:
    first, second = uuid4(), uuid4()
    word(first)
    assert leases.renew(second, "").siblings == ((first, f"/run/{first}"),)


def test_a_killed_ones_cameras_are_asked_by_another_within_fifteen_seconds() -> None:
    assert leases.STOP < leases.LASTS  # it has stopped by itself before another begins
    assert leases.LASTS + 2 * leases.AGAIN < 15
