"""What one row of somebody's table says of the cameras on one pole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.bearings import UnreadableDirection, parse_direction
from registry.cameras import fields
from registry.cameras.fields import FIELDS, Unfit
from registry.cameras.models import Camera

FORMS = {"dome": "ptz", "panning": "ptz", "fisheye": "panoramic", "360": "panoramic"}
MOUNTS = {"street_lamp": "pole", "street_light": "pole", "mast": "pole", "building": "wall"}
ZONES = {
    "traffic": "traffic", "street": "traffic", "parking": "building", "town": "building",
    "public": "building", "entrance": "building", "building": "building", "school": "school",
    "shop": "business", "bank": "business", "atm": "business", "commercial": "business",
    "retail": "business", "gas_station": "business", "private": "resident",
    "residential": "resident",
}  # fmt: skip
NOT_CAMERAS = {"guard", "gunshot_detector"}
INDOORS = {"indoor", "inside"}
OPEN_TO_US = {"traffic", "uav", "robot"}  # kinds a public body runs; others' have asked nobody
NUMBERS = (
    "height", "tilt", "roll", "hfov", "vfov", "range", "width_px", "position_sd", "azimuth_sd",
    "reach_hfov", "reach_azimuth", "retention_days",
)  # fmt: skip

_NUMBER = re.compile(r"^([+-]?\d{1,12}(?:[.,]\d{1,12})?)\s*(?:m|px|°|deg|days?)?$", re.ASCII)


@dataclass(frozen=True)
class Head:
    """One camera: what its row says, and what is assumed of it as long as nobody says better."""

    ref: str
    lng: float
    lat: float
    owner: str
    values: Mapping[str, Any] = field(default_factory=dict)
    assumed: Mapping[str, Any] = field(default_factory=dict)


def heads(told: Mapping[str, str], spot: tuple[float, float] | None = None) -> list[Head]:
    """Give the cameras of one row, one for each direction; Unfit says why there is none."""
    if told.get("what", "camera").lower() in NOT_CAMERAS:
        raise Unfit(f"surveillance:type {told['what']} is no camera")
    lng, lat = _spot(told, spot)
    values = _words(told) | {name: _number(name, told[name]) for name in NUMBERS if name in told}
    ref = _fit("ref", told.get("ref") or f"at {lng:.6f},{lat:.6f}")
    owner = told.get("owner", "").replace("\x00", "")[:200]
    return [
        Head(
            ref=ref if nth == 1 else f"{ref[:76]}#{nth}",
            lng=lng,
            lat=lat,
            owner=owner,
            values=values | look,
            assumed=_assumed(told, values) | {"name": f"Camera {ref}"},
        )
        for nth, look in enumerate(_directions(told.get("direction", ""), values), start=1)
    ]


def _assumed(told: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    kind = values.get("kind") or ZONES.get(told.get("zone", "").lower(), "business")
    return {"kind": kind, "level": 0 if kind in OPEN_TO_US else 1}


def _spot(told: Mapping[str, str], spot: tuple[float, float] | None) -> tuple[float, float]:
    if spot is not None:
        return fields.position(*spot)
    missing = [name for name in ("lng", "lat") if name not in told]
    if missing:
        raise Unfit(f"it has no {' and no '.join(missing)}")
    return fields.position(_parsed(told["lng"], "lng "), _parsed(told["lat"], "lat "))


def _directions(text: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read where the heads look; an opening that is said for itself beats that of a range."""
    if not text:
        return [{"hfov": 360.0} if _sees_all_round(values) else {}]
    try:
        read = parse_direction(text)
    except UnreadableDirection as error:
        raise Unfit(str(error).rstrip(".")) from error
    looks = []
    for direction in read:
        look: dict[str, Any] = {"azimuth": direction.azimuth}
        if direction.hfov and "hfov" not in values:
            look["hfov"] = direction.hfov
        looks.append(look)
    return looks


def _sees_all_round(values: Mapping[str, Any]) -> bool:
    return values.get("form") == Camera.Form.PANORAMIC and "hfov" not in values


def _words(told: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "kind" in told:
        values["kind"] = _fit("kind", told["kind"].lower())
    if "level" in told:
        values["level"] = _fit("level", _parsed(told["level"], "level "))
    for name, meanings in (("form", FORMS), ("mount", MOUNTS)):
        if name in told:
            word = told[name].lower()
            known = meanings.get(word, word)
            # A mount we have no word for says nothing; a form we do not know decides what is seen.
            if name == "form" or known in Camera.Mount.values:
                values[name] = _fit(name, known)
    if told.get("zone", "").lower() in INDOORS:
        values["indoor"] = True
    for name in ("name", "fov_source"):
        if name in told:
            values[name] = _fit(name, told[name])
    return values


def _number(name: str, text: str) -> Any:
    return _fit(name, _parsed(text, f"{name} "))


def _parsed(text: str, what: str) -> float:
    found = _NUMBER.match(text.strip())
    if not found:
        try:
            return fields.a_number(float(text), what)  # NaN, inf and 1e3 are numbers to somebody
        except ValueError as error:
            raise (
                error if isinstance(error, Unfit) else Unfit(f"{what}“{text[:40]}” is not a number")
            ) from error
    return float(found[1].replace(",", "."))


def _fit(name: str, value: object) -> Any:
    try:
        return FIELDS[name].take(value)
    except Unfit as unfit:
        raise Unfit(f"{name}: {unfit}") from unfit
