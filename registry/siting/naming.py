"""Places for cameras that somebody names: drawn on the map, or the rows of a file."""

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.refusals import Fault
from registry.siting.candidates import Pole, Source
from registry.siting.refusals import BadWish

MOST_ROWS = 5000
LONGEST = 900_000  # characters; a body holds no more
TOLD = 50  # rows turned away that are named one by one
_LNG = ("lng", "lon", "long", "longitude", "x")
_LAT = ("lat", "latitude", "y")
_NAME = ("name", "id", "ref", "pole", "number")


@dataclass(frozen=True)
class Turned:
    """A row that cannot be taken, counted from 1, and why."""

    row: int
    why: str


@dataclass(frozen=True)
class Named:
    """The places of a file, and its rows that were turned away."""

    poles: list[Pole]
    turned: list[Turned]


def read(text: str) -> Named:
    """Read a CSV with columns lng and lat, or GeoJSON points. Raises BadWish."""
    if len(text) > LONGEST:
        raise _unfit("This file is too large: at most 900 kB.")
    rows = _geojson(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _csv(text)
    poles, turned = [], list[Turned]()
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise _unfit(f"These are more than {MOST_ROWS:,} rows.")
        found = _pole(row)
        if isinstance(found, str):
            turned.append(Turned(number, found))
        else:
            poles.append(found)
    if not poles and not turned:
        raise _unfit("There are no rows in this file.")
    return Named(poles, turned)


def _csv(text: str) -> Iterator[Mapping[str, Any]]:
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text))
    names = {(name or "").strip().lower(): name for name in lines.fieldnames or ()}
    lng = next((names[each] for each in _LNG if each in names), None)
    lat = next((names[each] for each in _LAT if each in names), None)
    if lng is None or lat is None:
        raise _unfit("Its first line has to name the columns: lng and lat, in degrees.")
    name = next((names[each] for each in _NAME if each in names), None)
    try:
        for line in lines:
            yield {"lng": line[lng], "lat": line[lat], "name": line[name] if name else ""}
    except csv.Error:
        raise _unfit("This is no CSV.") from None


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _geojson(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        told = json.loads(text.lstrip("\ufeff"))
        features = told["features"] if told["type"] == "FeatureCollection" else [told]
        for feature in list(features):
            yield _feature(feature)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise _unfit("This is no GeoJSON of points.") from None


def _feature(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    if feature.get("type") != "Feature" or not isinstance(feature.get("geometry"), dict):
        return {"why": "It is no feature with a geometry."}
    geometry = feature["geometry"]
    at = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(at, list) or len(at) < 2:
        return {"why": f"It is a {str(geometry.get('type'))[:20]}, not a Point."}
    told = {str(name).lower(): value for name, value in (feature.get("properties") or {}).items()}
    name = next((told[each] for each in _NAME if told.get(each) is not None), "")
    return {"lng": at[0], "lat": at[1], "name": name}


def _pole(row: Mapping[str, Any]) -> Pole | str:
    if "why" in row:
        return str(row["why"])
    try:
        lng, lat = float(row["lng"]), float(row["lat"])
    except (TypeError, ValueError):
        return "Its lng and lat are no numbers."
    if not (math.isfinite(lng) and math.isfinite(lat) and abs(lng) <= 180 and abs(lat) <= 85):
        return "Its lng and lat are no degrees."
    name = "".join(each for each in str(row["name"] or "") if each.isprintable())
    return Pole(lng=lng, lat=lat, source=Source.POINT, name=name.strip()[:80])


def _unfit(why: str) -> BadWish:
    return BadWish(errors=[Fault("file", why)])
