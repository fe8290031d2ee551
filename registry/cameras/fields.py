"""What each field of a camera may hold, in words for whoever gave something else."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.bearings import normalise
from registry.cameras.models import Camera
from registry.refusals import Fault

NORTHERNMOST = 85.05  # degrees; the map ends there
LARGEST = 1e15  # beyond this an integer may not even become a float


class Unfit(ValueError):
    """A value this field cannot hold; the message says why."""


@dataclass(frozen=True)
class Number:
    """A number between two bounds; `above` where the lower one itself is too little."""

    least: float
    most: float
    unit: str = ""
    above: bool = False
    whole: bool = False
    empty: bool = False

    def take(self, value: object) -> float | int | None:
        """Give the number, or say why it is none."""
        if value is None and self.empty:
            return None
        number = a_number(value)
        if self.above and number <= self.least:
            raise Unfit(f"{number:g} is not above {self.least:g}")
        if not self.least <= number <= self.most:
            bounds = f"{self.least:g} to {self.most:g} {self.unit}".rstrip()
            raise Unfit(f"{number:g} lies outside {bounds}")
        if self.whole and number != int(number):
            raise Unfit(f"{number:g} is not a whole number")
        return int(number) if self.whole else number


@dataclass(frozen=True)
class Bearing:
    """A compass angle; 370 is 10, and nothing at all is unknown."""

    def take(self, value: object) -> float | None:
        """Give degrees in [0, 360), or None where the direction is unknown."""
        if value is None:
            return None
        number = a_number(value)
        if abs(number) > 720:
            raise Unfit(f"{number:g} is not a bearing: 0 to 360 degrees")
        return normalise(number)


@dataclass(frozen=True)
class Choice:
    """One of a list."""

    options: tuple[Any, ...]

    def take(self, value: object) -> Any:
        """Give the option, or name those there are."""
        if value in self.options and not isinstance(value, bool):
            return self.options[self.options.index(value)]  # 2, where a table said 2.0
        listed = ", ".join(str(option) for option in self.options if option != "")
        raise Unfit(f"{_short(value)} is none of {listed}")


@dataclass(frozen=True)
class Text:
    """Some words, bounded."""

    longest: int
    empty: bool = True

    def take(self, value: object) -> str:
        """Give the text without the spaces around it."""
        if not isinstance(value, str):
            raise Unfit(f"{_short(value)} is not a text")
        text = value.strip()
        if "\x00" in text:
            raise Unfit("it holds a NUL character")
        if len(text) > self.longest:
            raise Unfit(f"it is longer than {self.longest} characters")
        if not text and not self.empty:
            raise Unfit("it is empty")
        return text


@dataclass(frozen=True)
class YesNo:
    """True or false."""

    def take(self, value: object) -> bool:
        """Give it as it is."""
        if not isinstance(value, bool):
            raise Unfit(f"{_short(value)} is neither true nor false")
        return value


Field = Number | Bearing | Choice | Text | YesNo

OPTICS: Mapping[str, Field] = {
    "height": Number(-50, 9000, "m"),
    "position_sd": Number(0, 1000, "m"),
    "azimuth": Bearing(),
    "azimuth_sd": Number(0, 180, "degrees"),
    "tilt": Number(-90, 90, "degrees", empty=True),
    "roll": Number(-180, 180, "degrees"),
    "hfov": Number(0, 360, "degrees", above=True),
    "vfov": Number(0, 179, "degrees", above=True, empty=True),
    "range": Number(0, 5000, "m"),
    "width_px": Number(16, 100_000, "pixels", whole=True),
    "reach_hfov": Number(0, 360, "degrees", above=True, empty=True),
    "reach_azimuth": Bearing(),
    "fov_source": Choice(tuple(Camera.Source.values)),
    "form": Choice(tuple(Camera.Form.values)),
    "mount": Choice(tuple(Camera.Mount.values)),
    "indoor": YesNo(),
}
FACTS: Mapping[str, Field] = {
    "ref": Text(80),
    "name": Text(200, empty=False),
    "kind": Choice(tuple(Camera.Kind.values)),
    "level": Choice(tuple(Camera.Level.values)),
    "status": Choice(tuple(Camera.Status.values)),
    "retention_days": Number(0, 3650, "days", whole=True, empty=True),
}
FIELDS = {**OPTICS, **FACTS}


def take(values: Mapping[str, object]) -> tuple[dict[str, Any], list[Fault]]:
    """Give the values that fit their fields, and a fault for each that does not."""
    taken: dict[str, Any] = {}
    faults = []
    for name, value in values.items():
        if name not in FIELDS:
            faults.append(Fault(name, "There is no such field."))
            continue
        try:
            taken[name] = FIELDS[name].take(value)
        except Unfit as unfit:
            faults.append(Fault(name, f"{unfit}."))
    return taken, faults


def position(lng: object, lat: object) -> tuple[float, float]:
    """Give a position on the map, or say what is wrong with it."""
    x, y = a_number(lng, "lng "), a_number(lat, "lat ")
    if not -180 <= x <= 180:
        raise Unfit(f"lng {x:g} lies outside -180 to 180")
    if not -90 <= y <= 90:
        raise Unfit(f"lat {y:g} lies outside -90 to 90")
    if abs(y) > NORTHERNMOST:
        raise Unfit(f"lat {y:g} is off the map, which ends at {NORTHERNMOST} degrees")
    if x == 0 and y == 0:
        raise Unfit("0,0 is what devices say that do not know where they are")
    return x, y


def a_number(value: object, what: str = "") -> float:
    """Give a finite number, or say what was given instead."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit(f"{what}{_short(value)} is not a number")
    if isinstance(value, float) and not math.isfinite(value):
        raise Unfit(f"{what}{value} is not a finite number")
    if abs(value) > LARGEST:
        raise Unfit(f"{what}{_short(value)} is too large a number")
    return float(value)


def _short(value: object) -> str:
    text = "nothing" if value in (None, "") else str(value)[:40]
    return f"“{text}”" if isinstance(value, str) and value else text
