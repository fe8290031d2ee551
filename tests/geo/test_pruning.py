"""What each camera alone sees, and in which order they could go: by hand and by brute force."""

from itertools import combinations

import numpy as np
import pytest

from geo.pruning import NotRows, removal_order

# A street of five cells: camera 0 sees 0-2, camera 1 sees 1-3, camera 2 sees 3-4, camera 3 none.
WHO = [0, 0, 0, 1, 1, 1, 2, 2]
WHAT = [0, 1, 2, 1, 2, 3, 3, 4]
WEIGHTS = np.array([[1.0, 10.0], [1, 10], [1, 10], [1, 10], [1, 10]])


def test_the_one_that_sees_nothing_of_its_own_goes_first() -> None:
    gone = removal_order(WHO, WHAT, WEIGHTS, cameras=4, most=4)
    # 3 sees nothing and 1 nothing alone: of equals the first row goes first.
    assert gone.camera.tolist() == [1, 3, 2, 0]
    assert gone.alone.tolist() == [[0, 0], [0, 0], [1, 10], [1, 10]]
    # Once 1 has gone, cell 3 is camera 2's alone, and cells 1 and 2 camera 0's.
    assert gone.lost.tolist() == [[0, 0], [0, 0], [2, 20], [3, 30]]


def test_of_equals_by_the_first_column_the_second_decides() -> None:
    weights = np.array([[0.0, 5.0], [0.0, 2.0]])
    assert removal_order([0, 1], [0, 1], weights, cameras=2, most=1).camera.tolist() == [1]


def test_all_that_is_lost_is_all_that_was_seen() -> None:
    rng = np.random.default_rng(7)
    pairs = np.unique(rng.integers(0, (40, 300), (1500, 2)), axis=0)
    weights = rng.random((300, 3))
    gone = removal_order(pairs[:, 0], pairs[:, 1], weights, cameras=40, most=99)
    assert sorted(gone.camera) == list(range(40))
    assert np.allclose(gone.lost.sum(axis=0), weights[np.unique(pairs[:, 1])].sum(axis=0))


def test_each_step_loses_the_least_there_is_to_lose() -> None:
    rng = np.random.default_rng(11)
    pairs = np.unique(rng.integers(0, (9, 30), (60, 2)), axis=0)
    weights = rng.random((30, 1))
    gone = removal_order(pairs[:, 0], pairs[:, 1], weights, cameras=9, most=5)
    standing = set(range(9))
    for camera, (lost,) in zip(gone.camera.tolist(), gone.lost, strict=True):
        losses = {each: seen(pairs, weights, standing) - seen(pairs, weights, standing - {each})
                  for each in standing}  # fmt: skip
        assert losses[camera] == pytest.approx(lost)
        assert losses[camera] == pytest.approx(min(losses.values()))
        standing.remove(camera)


def test_on_a_street_of_neighbours_greed_is_right() -> None:
    gone = removal_order(WHO, WHAT, WEIGHTS[:, :1], cameras=4, most=2)
    pairs = np.array([WHO, WHAT]).T
    everything = seen(pairs, WEIGHTS, set(range(4)))
    least = min(
        everything - seen(pairs, WEIGHTS, set(range(4)) - set(two))
        for two in combinations(range(4), 2)
    )
    assert gone.lost.sum() == least


def test_nobody_sees_anything() -> None:
    gone = removal_order([], [], np.zeros((0, 1)), cameras=2, most=5)
    assert gone.camera.tolist() == [0, 1]
    assert gone.lost.tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize(
    ("who", "what", "weights", "cameras"),
    [
        ([0], [0, 1], np.ones((2, 1)), 1),
        ([1], [0], np.ones((1, 1)), 1),
        ([0], [1], np.ones((1, 1)), 1),
        ([-1], [0], np.ones((1, 1)), 1),
        ([0], [0], np.ones(1), 1),
        ([], [], np.ones((1, 1)), 0),
    ],
)
def test_what_does_not_fit_together_is_refused(
    who: list[int], what: list[int], weights: np.ndarray, cameras: int
) -> None:
    with pytest.raises(NotRows):
        removal_order(who, what, weights, cameras=cameras, most=1)


def seen(pairs: np.ndarray, weights: np.ndarray, standing: set[int]) -> float:
    cells = np.unique(pairs[np.isin(pairs[:, 0], list(standing)), 1])
    return float(weights[cells, 0].sum())
