"""How a camera on a turning head is turned to look at a point."""

import math
from dataclasses import dataclass

from geo.bearings import bearing, difference
from geo.refusals import Impossible

TARGET = 1.5  # metres above ground: a person's chest


class OutOfReach(Impossible):
    """The head cannot be turned there."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a head can do, degrees; each pair is (least, most).

    azimuth: the bearing at pan 0; pan: clockwise from it, all of -180..180 for a full circle;
    tilt: below the horizon; hfov: the opening fully zoomed in, and out.
    """

    azimuth: float
    pan: tuple[float, float] = (-180.0, 180.0)
    tilt: tuple[float, float] = (-10.0, 90.0)
    hfov: tuple[float, float] = (3.0, 60.0)

    def zoom(self, hfov: float) -> float:
        """Give how many times the widest picture is enlarged: tan(widest/2) / tan(hfov/2)."""
        return _half(self.hfov[1]) / _half(hfov)

    def opening(self, zoom: float) -> float:
        """Give the opening at a zoom: `zoom` turned round."""
        return 2 * math.degrees(math.atan(_half(self.hfov[1]) / zoom))

    def bearing(self, pan: float) -> float:
        """Give the azimuth at a pan."""
        return (self.azimuth + pan) % 360


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Where a head is turned: degrees, as in Head."""

    pan: float
    tilt: float
    hfov: float


def aim(
    head: Head, way: tuple[float, float], height: float, *, width: float = 20.0, range: float
) -> Turn:
    """Turn a head to a spot `way` metres east and north of it, TARGET metres above the ground.

    The lens hangs `height` metres above ground. `width` is how many metres across the picture
    shall show there, as near as the zoom gets: hfov = 2·atan(width / 2s), s the slant. tilt =
    atan(fall / distance), pan = bearing - azimuth. Raises OutOfReach for what lies beyond `range`
    metres along the ground, or the head's limits.
    """
    distance, fall = math.hypot(*way), height - TARGET
    if distance > range:
        raise OutOfReach(f"It is {distance:.0f} m away; this camera shows {range:.0f} m.")
    slant = max(math.hypot(distance, fall), 0.1)
    narrowest, widest = head.hfov
    return within(
        head,
        Turn(
            pan=difference(head.azimuth, bearing((0.0, 0.0), way)),
            tilt=math.degrees(math.atan2(fall, distance)),
            hfov=min(max(2 * math.degrees(math.atan(width / 2 / slant)), narrowest), widest),
        ),
    )


def within(head: Head, turn: Turn) -> Turn:
    """Give the turn, having checked that the head can do it. Raises OutOfReach."""
    full = head.pan[1] - head.pan[0] >= 360
    pan = difference(0.0, turn.pan) if full else turn.pan
    for name, value, (least, most), unit in (
        ("turns", pan, head.pan, "° from where it was hung to look"),
        ("tilts", turn.tilt, head.tilt, "° below the horizon"),
        ("opens", turn.hfov, head.hfov, "°"),
    ):
        if not least - 0.05 <= value <= most + 0.05:  # NaN is outside
            raise OutOfReach(
                f"This camera {name} from {least:.0f} to {most:.0f}{unit}, and not to {value:.0f}°."
            )
    return Turn(pan=pan, tilt=turn.tilt, hfov=turn.hfov)


def _half(opening: float) -> float:
    return math.tan(math.radians(opening) / 2)
