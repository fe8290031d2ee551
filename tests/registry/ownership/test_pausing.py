"""A pause closes everything, ends by itself, and gives back just what was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import Grant
from registry.ownership import pausing, proving, sharing
from registry.ownership.refusals import UnfitWords
from tests.registry.ownership.conftest import Scene


def live(scene: Scene) -> bool:
    [verdict] = [each for each in proving.verdicts(scene.camera) if each.capability == "live"]
    return verdict.open


def test_a_pause_closes_and_says_so_to_whoever_asks(scene: Scene) -> None:
    assert live(scene)
    pausing.pause(scene.owner, timezone.now() + timedelta(days=3), by=scene.ida)
    assert not live(scene)
    assert {
        each.reason for each in proving.verdicts(scene.camera) if each.capability == "live"
    } == {"its owner has closed it for now"}


def test_it_ends_by_itself_with_the_same_words_as_before(scene: Scene) -> None:
    until = timezone.now() + timedelta(days=3)
    before = Grant.objects.get()
    pausing.pause(scene.owner, until, by=scene.ida)
    after = Grant.objects.get(valid_from=until)
    same = ("agency_id", "capabilities", "condition", "priority_at_most", "within")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.valid_to is None


def test_resuming_early_opens_at_once(scene: Scene) -> None:
    pausing.pause(scene.owner, timezone.now() + timedelta(days=3), by=scene.ida)
    pausing.resume(scene.owner, by=scene.ida)
    assert live(scene)
    assert scene.grants() == [(scene.agency.name, "priority", False)]


def test_a_second_pause_takes_the_place_of_the_first(scene: Scene) -> None:
    now = timezone.now()
    for days in (3, 9, 1):
        pausing.pause(scene.owner, now + timedelta(days=days), by=scene.ida)
        assert not live(scene)
    future = Grant.objects.filter(valid_from__gt=timezone.now())
    assert [grant.valid_from for grant in future] == [now + timedelta(days=1)]


def test_what_is_taken_back_in_a_pause_does_not_come_back_after_it(scene: Scene) -> None:
    pausing.pause(scene.owner, timezone.now() + timedelta(days=3), by=scene.ida)
    sharing.take_back(scene.camera, by=scene.ida)
    assert not Grant.objects.filter(valid_to=None).exists()


def test_a_pause_lasts_a_year_at_most_and_does_not_begin_in_the_past(scene: Scene) -> None:
    for days in (-1, 400):
        with pytest.raises(UnfitWords):
            pausing.pause(scene.owner, timezone.now() + timedelta(days=days), by=scene.ida)
