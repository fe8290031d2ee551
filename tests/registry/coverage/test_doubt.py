"""How sure a study is of its cells and shares, against formulas and limits."""

import numpy as np
import pytest

from geo.confidence import of_point
from geo.hexgrid import centres_of
from registry.coverage import running
from registry.coverage.models import Study, StudyCell
from registry.models import Placement
from tests.registry.coverage import corner

pytestmark = pytest.mark.django_db

AREA = (-30.0, -5.0, 30.0, 40.0)


def measured(study: Study) -> Study:
    running.run(study.pk)
    study.refresh_from_db()
    assert study.state == "done"
    return study


def test_a_cell_is_as_sure_as_the_azimuth_lets_it_be() -> None:
    corner.camera(corner.at(0, 0), azimuth_sd=12.0, hfov=60.0, width_px=9000)
    study = measured(corner.study(*AREA))
    rows = list(StudyCell.objects.filter(study=study))
    x, y = centres_of(corner.PLANE, np.array([row.cell for row in rows], np.uint64)).T
    away, bearing = np.hypot(x, y), np.degrees(np.arctan2(x, y))
    wanted = of_point(
        azimuth=0.0, hfov=60.0, bearing=bearing, distance=away, range=60.0, azimuth_sd=12.0,
        position_sd=0.0,
    )  # fmt: skip
    near = (away > 1) & (away < 30)
    sure = np.array([row.sure for row in rows])[near]
    # a hundred draws: each within four deviations, and no bias over all of them
    spread = np.sqrt(wanted * (1 - wanted) / 100)[near]
    assert (np.abs(sure - wanted[near]) <= 4 * spread + 0.02).all()
    assert sure.mean() == pytest.approx(wanted[near].mean(), abs=0.01)


def test_the_interval_widens_with_each_thing_nobody_knows() -> None:
    # the house is lower than the camera: how far it hides the street depends on its height
    house = corner.wall(-6, 8, 6, 10, height=3.0)
    hung = corner.camera(corner.at(0, 0), height=6.0)
    assert width(AREA) == pytest.approx(0.0, abs=1e-9)
    house.height_source = "default"
    house.save()
    assert width(AREA) > 0.005
    house.height_source = "height"
    house.save()
    Placement.objects.filter(camera=hung).update(position_sd=3.0)
    assert width(AREA) > 0.01
    study = Study.objects.order_by("-made_at", "-alive_at")[0]
    told = study.numbers["shares"]["area"]
    assert told["low"] <= told["value"] <= told["high"]


def width(area: tuple[float, float, float, float]) -> float:
    told = measured(corner.study(*area)).numbers["shares"]["area"]
    return float(told["high"] - told["low"])


def test_a_camera_on_a_wall_is_not_drawn_into_the_house() -> None:
    corner.wall(-20, -20, 20, -0.5)
    corner.camera(corner.at(0, 0), position_sd=3.0)
    study = measured(corner.study(*AREA))
    surest = StudyCell.objects.filter(study=study).order_by("-sure")[0]
    assert surest.sure > 0.9  # were it pushed indoors half the time, half would be most
