"""What OpenStreetMap's tags say: what a thing is and how high it stands."""

import math
import re
from collections.abc import Iterator, Mapping

from registry.places.features import Layer
from registry.places.models import Building

Tags = Mapping[str, str]

METRES_PER_LEVEL = 3.0
TALLEST = 1000.0  # metres; nothing built stands higher
DEFAULT_HEIGHTS = {
    "shed": 2.5, "garage": 3.0, "garages": 3.0, "carport": 3.0, "kiosk": 3.0, "service": 3.0,
    "roof": 4.0, "bungalow": 4.5, "house": 6.5, "detached": 6.5, "semidetached_house": 6.5,
    "farm": 6.5, "terrace": 7.5, "barn": 7.0, "retail": 6.0, "supermarket": 7.0, "warehouse": 9.0,
    "industrial": 9.0, "school": 9.0, "civic": 12.0, "public": 12.0, "university": 12.0,
    "train_station": 12.0, "commercial": 12.0, "dormitory": 12.0, "hospital": 15.0,
    "apartments": 15.0, "hotel": 18.0, "office": 18.0, "chapel": 8.0, "church": 18.0,
    "cathedral": 30.0,
}  # fmt: skip
DEFAULT_HEIGHT = 7.0  # two storeys and a roof
FEET = 0.3048

DISTRICT_LEVELS = {"9", "10", "11"}  # what lies inside a municipality; 8 is the municipality itself
DISTRICT_PLACES = {"borough", "suburb", "quarter", "neighbourhood"}
NOT_STREETS = {
    "proposed", "construction", "abandoned", "razed", "platform", "rest_area", "services",
    "elevator", "corridor", "bus_stop", "crossing", "street_lamp", "no",
}  # fmt: skip
WATER_USES = {"reservoir", "basin"}
PARKS = {"park", "garden", "playground", "nature_reserve", "dog_park", "common"}
GREENS = {"wood", "scrub", "grassland", "heath", "beach", "wetland"}
LANDMARKS = {
    "school", "kindergarten", "college", "university", "hospital", "police", "fire_station",
    "courthouse", "townhall", "library", "place_of_worship", "bus_station",
}  # fmt: skip

_LENGTH = re.compile(r"^(\d{1,6}(?:[.,]\d{1,6})?)\s*(m|metres|meters|ft|feet|')?$")


def layers_of(tags: Tags) -> Iterator[Layer]:
    """Name the layers these tags put a thing in; a shop may be a building and an address."""
    if _is_building(tags):
        yield Layer.BUILDING
    if tags.get("highway", "no") not in NOT_STREETS:
        yield Layer.STREET
    if _is_district(tags):
        yield Layer.DISTRICT
    if tags.get("addr:housenumber") and (tags.get("addr:street") or tags.get("addr:place")):
        yield Layer.ADDRESS
    if ground_kind(tags):
        yield Layer.GROUND
    if landmark_kind(tags):
        yield Layer.LANDMARK


def _is_building(tags: Tags) -> bool:
    if tags.get("location") == "underground" or tags.get("layer", "0").startswith("-"):
        return False
    if tags.get("building", "no") != "no":
        return True
    # A part counts where it says how high it is: a tower over its outline. One that starts
    # above the ground, a skywalk, hides nothing on it.
    part = tags.get("building:part", "no") != "no"
    return part and length(tags.get("min_height", "0")) == 0 and _told_height(tags) is not None


def _is_district(tags: Tags) -> bool:
    if tags.get("boundary") == "administrative":
        return tags.get("admin_level") in DISTRICT_LEVELS
    return tags.get("place") in DISTRICT_PLACES


def ground_kind(tags: Tags) -> str:
    """Name how the ground is used: water, park, the landuse class, or nothing."""
    if (
        tags.get("natural") == "water"
        or tags.get("waterway") == "riverbank"
        or tags.get("landuse") in WATER_USES
    ):
        return "water"
    if tags.get("leisure") in PARKS:
        return "park"
    if tags.get("natural") in GREENS:
        return tags["natural"]
    return tags.get("landuse", "")


def landmark_kind(tags: Tags) -> str:
    """Name what makes a point matter, or nothing."""
    if tags.get("highway") in {"crossing", "street_lamp"}:
        return tags["highway"]
    amenity = tags.get("amenity", "")
    return amenity if amenity in LANDMARKS else ""


def height_of(tags: Tags) -> tuple[float, Building.HeightSource]:
    """Give a building's height in metres and what tells it."""
    told = _told_height(tags)
    if told is not None:
        return told
    kind = tags.get("building", "")
    return DEFAULT_HEIGHTS.get(kind, DEFAULT_HEIGHT), Building.HeightSource.DEFAULT


def _told_height(tags: Tags) -> tuple[float, Building.HeightSource] | None:
    height = length(tags.get("height", "") or tags.get("building:height", ""))
    if height is not None and 0 < height <= TALLEST:
        return height, Building.HeightSource.HEIGHT
    levels = length(tags.get("building:levels", ""))
    if levels is not None and 0 < levels <= TALLEST / METRES_PER_LEVEL:
        return max(levels, 1.0) * METRES_PER_LEVEL, Building.HeightSource.LEVELS
    return None


def length(text: str) -> float | None:
    """Read `12`, `12.5 m`, `12,5` or `40 ft` as metres; None where it is none of these."""
    found = _LENGTH.match(text.strip().lower())
    if not found:
        return None
    value = float(found[1].replace(",", "."))
    if not math.isfinite(value):
        return None
    return value * FEET if found[2] in {"ft", "feet", "'"} else value
