"""What is shared with another agency holds for it, and ends when it is taken back."""

from uuid import uuid4

import pytest

from registry.models import Agency, Grant
from registry.ownership import proving, sharing
from registry.ownership.refusals import NotShared
from tests.registry.ownership.conftest import Scene


@pytest.fixture
def sheriff(db: None) -> Agency:
    return Agency.objects.create(name="Sheriff")


def test_another_agency_may_look_on_the_same_conditions_from_now_on(
    scene: Scene, sheriff: Agency
) -> None:
    sharing.share(scene.camera, sheriff.pk, like=scene.agency.pk, by=scene.ida)
    assert scene.grants() == [
        (scene.agency.name, "priority", False),
        ("Sheriff", "priority", False),
    ]
    first, second = Grant.objects.order_by("valid_from")
    assert second.valid_from > first.valid_from  # nothing recorded before is theirs


def test_nothing_is_shared_twice_or_with_nobody(scene: Scene, sheriff: Agency) -> None:
    sharing.share(scene.camera, sheriff.pk, like=scene.agency.pk, by=scene.ida)
    for agency, like in (
        (sheriff.pk, scene.agency.pk),
        (uuid4(), scene.agency.pk),
        (sheriff.pk, uuid4()),
    ):
        with pytest.raises(NotShared):
            sharing.share(scene.camera, agency, like=like, by=scene.ida)


def test_taking_back_from_one_leaves_the_other(scene: Scene, sheriff: Agency) -> None:
    sharing.share(scene.camera, sheriff.pk, like=scene.agency.pk, by=scene.ida)
    taken = sharing.take_back(scene.camera, scene.agency.pk, by=scene.ida)
    assert taken.grants == 1
    assert [agency for agency, _, _ in scene.grants()] == ["Sheriff"]
    verdicts = {
        (each.agency, each.capability): each.open for each in proving.verdicts(scene.camera)
    }
    assert verdicts["Sheriff", "live"]
    assert not verdicts[scene.agency.name, "live"]


def test_a_look_that_ends_after_it_was_taken_back_is_measured(scene: Scene) -> None:
    taken = sharing.take_back(scene.camera, by=scene.ida)
    scene.look("live_closed", detail={"seconds": 3.0})
    [seconds] = proving.cut_since(scene.camera, taken.at).seconds
    assert 0 <= seconds < 30
