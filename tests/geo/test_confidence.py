import numpy as np
import pytest

from geo import confidence

RNG = np.random.default_rng(3)
DRAWS = 200_000


def simulated(
    *,
    azimuth: float,
    hfov: float,
    bearing: float,
    distance: float,
    range: float,
    azimuth_sd: float,
    position_sd: float,
    near: float = 0.0,
) -> float:
    """Draw cameras about where this one is said to stand; give the share that sees the point."""
    turn = np.radians(bearing)
    point = distance * np.array([np.sin(turn), np.cos(turn)])
    away = point - RNG.normal(0, position_sd, (DRAWS, 2))
    looks = azimuth + RNG.normal(0, azimuth_sd, DRAWS)
    off = (np.degrees(np.arctan2(away[:, 0], away[:, 1])) - looks + 180) % 360 - 180
    far = np.hypot(*away.T)
    return float(np.mean((np.abs(off) <= hfov / 2) & (far <= range) & (far >= near)))


@pytest.mark.parametrize("seed", range(40))
def test_confidence_agrees_with_simulation_to_one_percent(seed: int) -> None:
    rng = np.random.default_rng(seed)
    position_sd = float(rng.choice([0.0, 1.0, 3.0, 8.0]))
    case = {
        "azimuth": float(rng.uniform(0, 360)),
        "hfov": float(rng.choice([20.0, 60.0, 110.0, 200.0, 360.0])),
        "distance": float(rng.uniform(max(5 * position_sd, 2.0), 100.0)),
        "range": float(rng.uniform(40, 120)),
        "azimuth_sd": float(rng.choice([0.5, 5.0, 10.0, 30.0, 60.0])),
        "position_sd": position_sd,
        "near": float(rng.choice([0.0, 15.0])),
    }
    case["bearing"] = case["azimuth"] + float(rng.uniform(-120, 120))
    assert confidence.of_point(**case) == pytest.approx(simulated(**case), abs=0.01)


def test_what_is_known_exactly_is_certain() -> None:
    sure = confidence.of_point(
        azimuth=350,
        hfov=40,
        bearing=[10.0, 9.99, 10.01, 350, 350],
        distance=[20, 20, 20, 50.0, 50.1],
        range=50,
        azimuth_sd=0,
        position_sd=0,
    )
    assert sure[1:].tolist() == [1, 0, 1, 0]


def test_a_shadow_edge_halves_the_confidence_where_it_runs() -> None:
    sure = confidence.of_point(
        azimuth=0,
        hfov=360,
        bearing=123,
        distance=20,
        range=500,
        azimuth_sd=10,
        position_sd=3,
        clearance=[-30, 0, 30],
    )
    assert sure == pytest.approx([0, 0.5, 1], abs=1e-6)


def test_a_camera_may_stand_on_the_point_itself() -> None:
    sure = confidence.of_point(
        azimuth=0, hfov=90, bearing=0, distance=0, range=50, azimuth_sd=5, position_sd=3
    )
    assert 0 < float(sure) < 1


def test_erf_is_good_to_seven_digits() -> None:
    import math

    x = np.linspace(-4, 4, 801)
    assert confidence.erf(x) == pytest.approx([math.erf(v) for v in x], abs=2e-7)
