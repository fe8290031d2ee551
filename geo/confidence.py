"""How sure it is that a camera sees a point, when its place and direction are not exactly known."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

WIDEST = 150.0  # degrees; a normal of this width, wrapped, is all but uniform
# Abramowitz and Stegun 7.1.26: erf to 1.5e-7, short enough to be written in SQL as well
ERF_P = 0.3275911
ERF_A = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


def of_point(
    *,
    azimuth: ArrayLike,
    hfov: ArrayLike,
    bearing: ArrayLike,
    distance: ArrayLike,
    range: ArrayLike,
    azimuth_sd: ArrayLike,
    position_sd: ArrayLike,
    near: ArrayLike = 0.0,
    clearance: ArrayLike = np.inf,
) -> Floats:
    """Give the probability, 0..1, that a point lies in a field of view; all arguments broadcast.

    Angles are degrees, lengths metres. `bearing` and `distance` lead from the camera to the point;
    `clearance` is how far the point lies from the nearest shadow's edge, negative within the
    shadow, inf where there is none. The azimuth errs by a normal of `azimuth_sd`, the position by
    one of `position_sd` in each direction:

        off       = bearing - azimuth, brought into -180..180
        sd        = least(150, sqrt(azimuth_sd² + degrees(position_sd / distance)²))
        angular   = sum over turn in (-360, 0, 360) of
                    phi((hfov/2 - off + turn) / sd) - phi((-hfov/2 - off + turn) / sd),    1 where
                    hfov = 360
        away      = sqrt(distance² + position_sd²), for an error sideways leads away as well
        radial    = phi((range - away) / position_sd) - phi((near - away) / position_sd),
                    the second term only where near > 0
        unhidden  = phi(clearance / position_sd)
        confidence = angular · radial · unhidden

    phi(z) is the normal distribution function, ½·(1 + erf(z/√2)); with a deviation of 0 it is 1 for
    z >= 0, else 0. First order in position_sd / distance: within 0.01 of a simulation where
    distance >= 5·position_sd.
    """
    azimuth, hfov, bearing, distance, reach, azimuth_sd, position_sd, near, clearance = (
        np.asarray(given, float)
        for given in (
            azimuth, hfov, bearing, distance, range, azimuth_sd, position_sd, near, clearance
        )
    )  # fmt: skip
    off = (bearing - azimuth + 180.0) % 360.0 - 180.0
    swing = np.degrees(position_sd / np.maximum(distance, 1e-9))
    sd = np.minimum(np.hypot(azimuth_sd, swing), WIDEST)
    angular = sum(
        (
            _below(hfov / 2 - off + turn, sd) - _below(-hfov / 2 - off + turn, sd)
            for turn in (-360.0, 0.0, 360.0)
        ),
        start=np.zeros(()),
    )
    angular = np.where(hfov >= 360.0, 1.0, np.minimum(angular, 1.0))
    away = np.hypot(distance, position_sd)
    too_near = np.where(near > 0, _below(near - away, position_sd), 0.0)
    radial = np.maximum(_below(reach - away, position_sd) - too_near, 0.0)
    return np.asarray(angular * radial * _below(clearance, position_sd), float)


def _below(margin: Floats, sd: Floats) -> Floats:
    """Give the probability that a normal error of deviation `sd` stays below a margin."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(sd > 0, margin / sd, np.where(margin >= 0, np.inf, -np.inf))
    return 0.5 * (1.0 + erf(z / np.sqrt(2.0)))


def erf(x: ArrayLike) -> Floats:
    """Give the error function to 1.5e-7."""
    size = np.abs(np.asarray(x, float))
    t = 1.0 / (1.0 + ERF_P * size)
    series = np.zeros_like(t)
    for a in reversed(ERF_A):
        series = (series + a) * t
    return np.asarray(np.sign(x) * (1.0 - series * np.exp(-size * size)), float)
