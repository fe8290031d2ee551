"""What a lens sees: openings, ranges, pixel densities and the ground under an image."""

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.refusals import Impossible

Scheme = Mapping[str, float]
Floats = NDArray[np.float64]

# px/m, IEC 62676-4:2014 (DORI) and IEC 62676-4:2025 (overview to scrutinise)
DORI: Scheme = MappingProxyType(
    {"detect": 25.0, "observe": 62.5, "recognise": 125.0, "identify": 250.0}
)
IEC_2025: Scheme = MappingProxyType(
    {
        "overview": 20.0,
        "outline": 40.0,
        "discern": 80.0,
        "perceive": 125.0,
        "characterise": 250.0,
        "validate": 500.0,
        "scrutinise": 1500.0,
    }
)
NEAREST = 0.01  # metres; there is no end to the pixels on what touches the lens
SCHEMES: Mapping[str, Scheme] = MappingProxyType({"dori": DORI, "iec_2025": IEC_2025})


class ImpossibleOptics(Impossible):
    """No lens has these numbers."""


def fov(sensor_mm: float, focal_mm: float) -> float:
    """Give a flat image's opening, 2·atan(w / 2f), in degrees: width gives hfov, height vfov."""
    if not (sensor_mm > 0 and focal_mm > 0):
        raise ImpossibleOptics("Sensor size and focal length are millimetres above zero.")
    return 2 * math.degrees(math.atan(sensor_mm / (2 * focal_mm)))


def vfov_of(hfov: float, width_px: float, height_px: float) -> float:
    """Give a flat image's vertical opening in degrees from its horizontal one and its size."""
    return 2 * math.degrees(math.atan(_half_width(hfov) * height_px / width_px))


def near_far(height: float, tilt: float, vfov: float, target: float = 0.0) -> tuple[float, float]:
    """Give the ground distances in metres between which the image shows the target plane.

    `height` and `target` are metres above ground, `tilt` degrees below the horizon, all along the
    image's middle column:
    near = m/tan(tilt + vfov/2), far = m/tan(tilt - vfov/2), m = height - target. Near is 0
    when the lower ray points at the nadir or behind it, far is inf when the upper ray does not
    fall.
    """
    rise = max(height - target, 0.0)
    lower, upper = tilt + vfov / 2, tilt - vfov / 2
    near = (
        rise / math.tan(math.radians(lower)) if 0 < lower < 90 else (0.0 if lower > 0 else math.inf)
    )
    far = math.inf if upper <= 0 else max(rise / math.tan(math.radians(upper)), 0.0)
    return near, far


def range_for(
    px_per_m: float, width_px: float, hfov: float, height: float = 0.0, target: float = 0.0
) -> float:
    """Give the ground distance in metres at which a rectilinear image still has `px_per_m`.

    Slant s = px / (2·ppm·tan(hfov/2)), ground √(s² - (height - target)²); 0 where the camera hangs
    too high for it.
    """
    return _ground(width_px / (2 * _positive(px_per_m) * _half_width(hfov)), height - target)


def range_for_fisheye(
    px_per_m: float, circle_px: float, height: float = 0.0, target: float = 0.0
) -> float:
    """Give the same for an equidistant 180° fisheye, `circle_px` across: s = px / (π·ppm)."""
    return _ground(circle_px / (math.pi * _positive(px_per_m)), height - target)


def density_at(
    distance: float, width_px: float, hfov: float, height: float = 0.0, target: float = 0.0
) -> float:
    """Give the pixels per metre at `distance` metres along the ground: range_for turned round."""
    slant = math.hypot(distance, height - target)
    return width_px / (2 * slant * _half_width(hfov)) if slant else math.inf


def density_at_fisheye(
    distance: float, circle_px: float, height: float = 0.0, target: float = 0.0
) -> float:
    """Give the same for an equidistant 180° fisheye."""
    slant = math.hypot(distance, height - target)
    return circle_px / (math.pi * slant) if slant else math.inf


def focal_px(width_px: ArrayLike, hfov: ArrayLike) -> Floats:
    """Give the focal lengths in pixels, which are the pixels per metre at one metre.

    px / (2·tan(hfov/2)) where a lens opens less than 180°, else px / π, an equidistant fisheye.
    """
    opening = np.asarray(hfov, float)
    flat = opening < 180
    spread = np.where(flat, 2 * np.tan(np.radians(np.where(flat, opening, 90.0) / 2)), np.pi)
    return np.asarray(np.asarray(width_px, float) / spread, float)


def densities(
    distance: ArrayLike, width_px: ArrayLike, hfov: ArrayLike, height: ArrayLike, target: float
) -> Floats:
    """Give the pixels per metre of many sightings at once; all arguments broadcast.

    density_at where a lens opens less than 180°, density_at_fisheye where it opens that far or
    farther; a target nearer than a centimetre counts as a centimetre away. Metres, degrees, px.
    """
    rise = np.asarray(height, float) - target
    return densities_by_focal(distance, focal_px(width_px, hfov), rise)


def densities_by_focal(distance: ArrayLike, focal: ArrayLike, rise: ArrayLike) -> Floats:
    """Give the same where the focal lengths in pixels are known, `rise` metres above the target."""
    slant = np.sqrt(np.square(np.asarray(distance, float)) + np.square(np.asarray(rise, float)))
    return np.asarray(np.asarray(focal, float) / np.maximum(slant, NEAREST), float)


def level_at(px_per_m: float, scheme: Scheme = DORI) -> str | None:
    """Name the highest level of the scheme that this density reaches; None below the lowest."""
    reached = [(bound, name) for name, bound in scheme.items() if px_per_m >= bound]
    return max(reached)[1] if reached else None


def image_axes(yaw: ArrayLike, pitch: ArrayLike, roll: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Give the unit vectors forward, right and up of images, each (..., 3) as east, north, up.

    Degrees: yaw clockwise from north, pitch up from the horizon, roll clockwise as it looks.
    """
    (cy, sy), (cp, sp), (cr, sr) = (
        (np.cos(angle)[..., None], np.sin(angle)[..., None])
        for angle in (np.radians(np.asarray(degrees, float)) for degrees in (yaw, pitch, roll))
    )
    forward = np.concatenate([sy * cp, cy * cp, sp], axis=-1)
    level_right = np.concatenate([cy, -sy, np.zeros_like(cy)], axis=-1)
    level_up = np.cross(level_right, forward)
    return forward, level_right * cr - level_up * sr, level_up * cr + level_right * sr


def ground_quad(
    x: float,
    y: float,
    z: float,
    *,
    yaw: float,
    pitch: float,
    roll: float = 0.0,
    hfov: float,
    vfov: float,
    ground: float = 0.0,
    horizon: float | None = None,
) -> Floats | None:
    """Give the (4, 2) ground points of an image's corners, clockwise from its top left.

    Position and `ground` are metres, angles degrees as in image_axes (MISB ST 0601 tags 5 to 7 and
    16 to 20, platform and sensor added). A corner ray that meets the ground beyond `horizon`
    metres, or never, ends there; without a horizon such an image has no outline and gives None.
    """
    forward, right, up = image_axes(yaw, pitch, roll)
    across, along = _half_width(hfov), _half_width(vfov)
    rays = np.array(
        [
            forward + i * across * right + j * along * up
            for i, j in ((-1, 1), (1, 1), (1, -1), (-1, -1))
        ]
    )
    with np.errstate(divide="ignore"):
        reach = np.where(rays[:, 2] < -1e-9, (z - ground) / -rays[:, 2], np.inf)
    flat = np.hypot(rays[:, 0], rays[:, 1])
    if horizon is not None:
        reach = np.minimum(reach, horizon / np.maximum(flat, 1e-12))
    if not np.isfinite(reach).all():
        return None
    corners: Floats = np.array([x, y]) + rays[:, :2] * reach[:, None]
    return corners


def _half_width(opening: float) -> float:
    if not 0 < opening < 180:
        raise ImpossibleOptics(
            "A rectilinear lens opens between 0° and 180°; a fisheye has formulas of its own."
        )
    return math.tan(math.radians(opening) / 2)


def _positive(px_per_m: float) -> float:
    if not px_per_m > 0:
        raise ImpossibleOptics("A density is above zero pixels per metre.")
    return px_per_m


def _ground(slant: float, rise: float) -> float:
    return math.sqrt(max(slant * slant - rise * rise, 0.0))
