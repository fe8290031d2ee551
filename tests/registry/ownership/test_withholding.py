"""Looks may be held back for an open case, said so, and for thirty days at most."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from registry.incidents.refusals import UnknownIncident
from registry.models import Entry, Withholding
from registry.ownership import looks, withholding
from registry.ownership.refusals import NotWithheld, UnfitWords
from tests.registry.ownership.conftest import Scene


def withhold(scene: Scene, days: int = 10) -> Withholding:
    return withholding.withhold(
        scene.call.pk, case="C-9", reason="The suspect lives there", days=days, by=scene.ivan
    )


def test_what_is_withheld_is_counted_and_nothing_else_of_it_is_told(scene: Scene) -> None:
    scene.look()
    held = withhold(scene)
    told = looks.of(scene.camera)
    assert told.looks == []
    assert told.withheld == [(timezone.localdate(held.until), 1)]
    assert list(looks.every(scene.camera)) == []


def test_it_is_told_once_the_time_is_over_or_somebody_lifts_it(scene: Scene) -> None:
    scene.look()
    withhold(scene)
    withholding.lift(scene.call.pk, by=scene.ivan)
    assert len(looks.of(scene.camera).looks) == 1
    withhold(scene)
    Withholding.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert len(looks.of(scene.camera).looks) == 1
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"looks_withheld", "looks_told"} <= actions


def test_no_number_of_days_beyond_thirty_can_be_asked_for_or_stored(scene: Scene) -> None:
    with pytest.raises(UnfitWords):
        withhold(scene, 31)
    withhold(scene, 30)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withholding.objects.update(until=timezone.now() + timedelta(days=31))


def test_asking_again_does_not_begin_the_thirty_days_anew(scene: Scene) -> None:
    first = withhold(scene, 30).made_at
    Withholding.objects.update(made_at=first - timedelta(days=25), until=first + timedelta(days=1))
    assert withhold(scene, 30).until == first + timedelta(days=5)


def test_a_centre_may_promise_less_but_not_more(scene: Scene) -> None:
    for promised, asked in ((5, 6), (90, 31)):
        with override_settings(WITHHOLDING_DAYS=promised), pytest.raises(UnfitWords):
            withhold(scene, asked)


def test_a_case_and_a_reason_are_needed_and_so_is_a_call_one_may_read(scene: Scene) -> None:
    with pytest.raises(UnfitWords) as refused:
        withholding.withhold(scene.call.pk, case=" ", reason="", days=3, by=scene.ivan)
    assert {fault.field for fault in refused.value.errors} == {"case", "reason"}
    with pytest.raises(UnknownIncident):
        withholding.withhold(scene.call.pk, case="C", reason="R", days=3, by=scene.ida)
    with pytest.raises(NotWithheld):
        withholding.lift(scene.call.pk, by=scene.ivan)
