"""Daylight, dusk and lamplight: where the sun stands and what colours that makes."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.floating[Any]]


def _colour(*levels: float) -> Colour:
    return np.array(levels, np.float32) / 255


# sun's height in degrees: zenith, horizon, direct light, light from the sky
_HOURS = (
    (-90.0, _colour(15, 19, 33), _colour(50, 54, 70), _colour(0, 0, 0), _colour(56, 62, 80)),
    (-12.0, _colour(17, 22, 40), _colour(60, 62, 80), _colour(0, 0, 0), _colour(60, 66, 86)),
    (-5.0, _colour(40, 58, 96), _colour(196, 140, 112), _colour(0, 0, 0), _colour(84, 88, 112)),
    (0.0, _colour(74, 104, 152), _colour(244, 190, 142), _colour(120, 70, 40), _colour(128, 122,
     130)),
    (7.0, _colour(92, 138, 194), _colour(232, 214, 190), _colour(190, 140, 92), _colour(128, 134,
     146)),
    (20.0, _colour(86, 142, 206), _colour(206, 222, 234), _colour(176, 160, 132), _colour(122,
     132, 146)),
    (60.0, _colour(70, 130, 206), _colour(196, 216, 234), _colour(178, 168, 150), _colour(116,
     128, 142)),
)  # fmt: skip
_LAMPLIGHT = _colour(255, 214, 160)


@dataclass(frozen=True)
class Light:
    """The light at one moment; colours are sRGB 0..1, angles degrees."""

    sun_azimuth: float
    sun_height: float
    zenith: Colour
    horizon: Colour
    sun: Colour
    sky: Colour

    @property
    def lamps(self) -> Colour:
        """Give the light under a street lamp: lit as the sun goes down."""
        return _LAMPLIGHT * np.float32(self.night)

    @property
    def night(self) -> float:
        """Give 0 by day to 1 by night."""
        return float(np.clip((1.0 - self.sun_height) / 7.0, 0, 1))

    @property
    def towards_sun(self) -> tuple[float, float, float]:
        """Give the unit vector east, north, up to the sun."""
        azimuth, height = math.radians(self.sun_azimuth), math.radians(self.sun_height)
        level = math.cos(height)
        return math.sin(azimuth) * level, math.cos(azimuth) * level, math.sin(height)


def light_at(when: datetime, lng: float, lat: float) -> Light:
    """Give the light at a place, degrees, and an aware moment."""
    azimuth, height = sun_position(when, lng, lat)
    return light_of(azimuth, height)


def light_of(sun_azimuth: float, sun_height: float) -> Light:
    """Give the light of a sun at this bearing and height, in degrees."""
    heights = [row[0] for row in _HOURS]
    above = int(np.clip(np.searchsorted(heights, sun_height), 1, len(heights) - 1))
    low, high = _HOURS[above - 1], _HOURS[above]
    share = np.float32(np.clip((sun_height - low[0]) / (high[0] - low[0]), 0, 1))
    mixed = [a + (b - a) * share for a, b in zip(low[1:], high[1:], strict=True)]
    return Light(sun_azimuth, sun_height, *mixed)


def sun_position(when: datetime, lng: float, lat: float) -> tuple[float, float]:
    """Give the sun's bearing and height in degrees, right to half a degree.

    Low-precision formulas of the Astronomical Almanac, section C.
    """
    days = (when.astimezone(UTC) - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400
    mean = math.radians((357.528 + 0.9856003 * days) % 360)
    ecliptic = math.radians(
        280.460 + 0.9856474 * days + 1.915 * math.sin(mean) + 0.020 * math.sin(2 * mean)
    )
    tilt = math.radians(23.439 - 4e-7 * days)
    right = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    sidereal = math.radians((280.46062 + 360.98564737 * days + lng) % 360)
    hour, phi = sidereal - right, math.radians(lat)
    height = math.asin(
        math.sin(phi) * math.sin(declination)
        + math.cos(phi) * math.cos(declination) * math.cos(hour)
    )
    azimuth = math.atan2(
        -math.sin(hour),
        math.tan(declination) * math.cos(phi) - math.sin(phi) * math.cos(hour),
    )
    return math.degrees(azimuth) % 360, math.degrees(height)
