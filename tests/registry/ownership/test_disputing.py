"""An owner objects to a look; the auditor's answer comes by mail and onto the page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.accounts.models import Role, User
from registry.feeds.readers import reader
from registry.models import Dispute, Entry, Notice
from registry.ownership import disputing, withholding
from registry.ownership.refusals import AlreadyDisputed, NoSuchLook, UnfitWords, UnknownDispute
from tests.registry.ownership.conftest import Scene


def test_an_objection_is_due_in_a_fortnight_and_its_words_are_not_in_the_log(scene: Scene) -> None:
    made = disputing.dispute(scene.camera, scene.look(), "Nothing happened here", by=scene.ida)
    left = made.due_at - timezone.now()
    assert timedelta(days=13) < left <= timedelta(days=14)
    assert not Entry.objects.filter(detail__icontains="Nothing happened").exists()


def test_only_looks_at_ones_own_camera_that_one_may_know_of_can_be_disputed(scene: Scene) -> None:
    entry = scene.look()
    with pytest.raises(NoSuchLook):
        disputing.dispute(scene.camera, entry + 1000, "Why?", by=scene.ida)
    withholding.withhold(scene.call.pk, case="C", reason="R", days=2, by=scene.ivan)
    with pytest.raises(NoSuchLook):
        disputing.dispute(scene.camera, entry, "Why?", by=scene.ida)


def test_a_look_is_disputed_once_and_in_words(scene: Scene) -> None:
    entry = scene.look()
    with pytest.raises(UnfitWords):
        disputing.dispute(scene.camera, entry, " ", by=scene.ida)
    disputing.dispute(scene.camera, entry, "Why?", by=scene.ida)
    with pytest.raises(AlreadyDisputed):
        disputing.dispute(scene.camera, entry, "Why?", by=scene.ida)


def test_the_answer_goes_to_the_owner_once(scene: Scene) -> None:
    auditor = reader(User.objects.create(username="aud", role=Role.AUDITOR))
    made = disputing.dispute(scene.camera, scene.look(), "Why?", by=scene.ida)
    disputing.answer(made.pk, "A robbery next door.", by=auditor)
    [mail] = Notice.objects.filter(kind="dispute_answered")
    assert mail.to == scene.owner.email
    assert "A robbery next door." in mail.body
    assert Dispute.objects.get().replied_at is not None
    with pytest.raises(UnknownDispute):
        disputing.answer(made.pk, "Again.", by=auditor)
