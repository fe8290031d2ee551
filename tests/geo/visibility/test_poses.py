from typing import Any

import numpy as np
import pytest

from geo.visibility import ImpossiblePose, Poses

POSE = {"x": 0.0, "y": 0.0, "height": 5.0, "azimuth": 0.0, "hfov": 90.0, "range": 50.0}


def test_numbers_stand_for_every_camera() -> None:
    poses = Poses(**POSE | {"x": [1.0, 2.0, 3.0]})
    assert len(poses) == 3
    assert poses.height.tolist() == [5, 5, 5]
    assert poses[1:].x.tolist() == [2, 3]
    assert [pose.x[0] for pose in poses] == [1, 2, 3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"x": np.nan},
        {"height": np.inf},
        {"hfov": 361.0},
        {"hfov": -1.0},
        {"range": -1.0},
        {"near": -1.0},
        {"vfov": 180.0, "tilt": 10.0},
        {"tilt": 91.0},
        {"azimuth": [[0.0]]},
    ],
)
def test_what_no_camera_can_do_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ImpossiblePose):
        Poses(**POSE | wrong)


def test_a_camera_that_turns_reaches_all_round() -> None:
    reach = Poses(**POSE, tilt=30.0, vfov=40.0).all_round()
    assert reach.hfov.tolist() == [360]
    assert not reach.framed.any()
