"""What a map file holds, before it is stored: places, and those turned away."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import shapely


class Layer(StrEnum):
    """The kinds of places; each has its table."""

    BUILDING = "building"
    STREET = "street"
    DISTRICT = "district"
    ADDRESS = "address"
    GROUND = "ground"
    LANDMARK = "landmark"


@dataclass(frozen=True)
class Feature:
    """One place as its file tells it, in degrees; `mended` says what was wrong with its shape."""

    layer: Layer
    external_id: str
    shape: shapely.Geometry
    tags: Mapping[str, str]
    mended: str = ""


@dataclass(frozen=True)
class Rejected:
    """One thing that could not be taken, and why."""

    external_id: str
    layer: str
    reason: str
