"""Which cameras could go: of two that see the same, the one and then the other."""

import pytest
from django.utils import timezone

from registry.models import CameraCell, CellsKept, StudyCell, StudyStreet, UptimeDay
from registry.siting import pruning
from tests.registry.coverage.drawn import HALF, PX_PER_M, STEP, Drawn, draw

pytestmark = pytest.mark.django_db
EACH = 44.0


@pytest.fixture
def drawn() -> Drawn:
    return draw()


def test_of_two_that_see_the_same_one_goes_for_nothing(drawn: Drawn) -> None:
    """Cameras 9002 and 9003 both see the east; what 9001 sees in the west is asked for less."""
    found = pruning.prune(drawn.study)
    first, second, third = found["rows"]
    assert [row["number"] for row in found["rows"]] == [9002, 9001, 9003]
    assert first["lost"] == {"demand": 0, "street_m": 0, "m2": 0, "m2_after_private": 0}
    west = StudyCell.objects.filter(study=drawn.study, district=drawn.west, cameras=1)
    assert second["lost"]["m2"] == EACH * west.count()
    assert second["lost"]["street_m"] == pytest.approx(HALF, abs=8)  # to a cell's width
    assert third["lost"]["street_m"] == pytest.approx(STEP, abs=8)
    # alone the third saw nothing, as long as the first stood
    assert third["alone"]["m2"] == 0
    asked = sum(StudyCell.objects.filter(study=drawn.study).values_list("demand", flat=True))
    met = sum(west.values_list("demand", flat=True))
    assert second["lost"]["demand"] == pytest.approx(met / asked, abs=1e-5)
    assert third["together"]["m2"] == pytest.approx(
        EACH * StudyCell.objects.filter(study=drawn.study, cameras__gt=0).count()
    )


def test_what_blocks_add_is_not_lost_whole(drawn: Drawn) -> None:
    """Of a lost cell in a block of .3, .7 is still lost."""
    told = pruning.prune(drawn.study)["rows"][1]["lost"]
    assert 0.7 * told["m2"] - 0.1 <= told["m2_after_private"] < told["m2"]
    drawn.study.blocks.update(share=None)
    told = pruning.prune(drawn.study)["rows"][1]["lost"]
    assert told["m2_after_private"] == told["m2"]


def test_without_demand_the_street_decides(drawn: Drawn) -> None:
    StudyCell.objects.filter(study=drawn.study).update(demand=0)
    found = pruning.prune(drawn.study)["rows"]
    assert [row["number"] for row in found] == [9002, 9003, 9001]
    assert found[0]["lost"]["demand"] is None


def test_cells_seen_too_coarsely_do_not_count(drawn: Drawn) -> None:
    CameraCell.objects.filter(camera=drawn.cameras[0]).update(px_per_m=PX_PER_M[1])
    assert pruning.prune(drawn.study)["rows"][0]["number"] == 9001


def test_a_camera_placed_anew_is_left_out_and_counted(drawn: Drawn) -> None:
    CellsKept.objects.filter(camera=drawn.cameras[1]).update(placement=0)
    found = pruning.prune(drawn.study)
    assert (found["cameras"], found["changed"]) == (2, 1)
    assert 9002 not in {row["number"] for row in found["rows"]}


def test_one_that_is_offline_too_often_sees_nothing(drawn: Drawn) -> None:
    day = timezone.localdate()
    UptimeDay.objects.create(camera=drawn.cameras[0], day=day, asked=100, answered=70)
    first = pruning.prune(drawn.study)["rows"][0]
    assert (first["number"], first["offline"]) == (9001, True)


def test_no_more_are_named_than_asked_for(drawn: Drawn) -> None:
    assert len(pruning.prune(drawn.study, most=1)["rows"]) == 1


def test_a_study_without_cameras_or_streets_has_nothing_to_prune(drawn: Drawn) -> None:
    StudyStreet.objects.filter(study=drawn.study).delete()
    drawn.study.cameras = "level_one"
    found = pruning.prune(drawn.study)
    assert (found["rows"], found["cameras"]) == ([], 0)
