"""Turning the rows of any table into places: by the kind asked for, or by their tags."""

from collections.abc import Iterator
from pathlib import Path

import shapely

from registry.places import geodata, tables
from registry.places.features import Feature, Layer, Rejected
from registry.places.records import Record
from registry.places.rows import TABLES
from registry.places.tags import Tags, layers_of

# How other makers of maps call what OpenStreetMap has a tag for.
ALIASES = {
    "building:levels": ("building_levels", "levels", "storeys", "stories", "num_floors", "floors"),
    "height": ("height_m", "building_height", "bldg_height", "hgt"),
    "name": ("label", "fullname", "full_name", "street_name"),
    "addr:housenumber": ("housenumber", "house_number", "number", "hse_number", "addr_housenumber"),
    "addr:street": ("street", "st_name", "addr_street"),
    "addr:city": ("city", "place", "addr_city"),
    "population": ("pop", "pop_total", "residents"),
}
KINDS = ("kind", "type", "class", "fclass")
KIND_TAG = {Layer.BUILDING: "building", Layer.STREET: "highway"}
WANTED = {"MultiPolygon": 2, "MultiLineString": 1, "Point": 0}
LARGEST_NUMBER = 2**31 - 1
LNG, LAT = ("lng", "lon", "long", "longitude", "x"), ("lat", "latitude", "y")


def read(path: Path, layer: Layer | None, crs: str | None) -> Iterator[Feature | Rejected]:
    """Give the places of a table; each row is what `layer` says, or what its tags say."""
    seen: set[tuple[Layer, str]] = set()
    for record in records(path, crs):
        tags = tags_of(record.fields, layer)
        for each in [layer] if layer else layers_of(tags):
            yield _place(record, each, tags, seen)


def records(path: Path, crs: str | None) -> Iterator[Record]:
    """Give the rows of a CSV file or of anything GDAL reads."""
    if path.name.lower().endswith(tables.SUFFIXES):
        return (_with_point(record) for record in tables.read(path))
    return geodata.read(path, crs)


def _with_point(record: Record) -> Record:
    lower = {name.lower(): text for name, text in record.fields.items()}
    spot = [next((lower[name] for name in names if lower.get(name)), "") for names in (LNG, LAT)]
    try:
        lng, lat = (float(text.replace(",", ".")) for text in spot)
    except ValueError:
        return record
    return Record(record.number, record.fields, shapely.Point(lng, lat))


def tags_of(fields: dict[str, str], layer: Layer | None = None) -> dict[str, str]:
    """Give a row's fields under OpenStreetMap's names."""
    tags = {name.lower(): text for name, text in fields.items() if text}
    for tag, names in ALIASES.items():
        other = next((tags[name] for name in names if name in tags), None)
        if other is not None:
            tags.setdefault(tag, other)
    if layer in KIND_TAG:
        kind = next((tags[name] for name in KINDS if name in tags), "yes")
        tags.setdefault(KIND_TAG[layer], kind)
    return tags


def _place(
    record: Record, layer: Layer, tags: Tags, seen: set[tuple[Layer, str]]
) -> Feature | Rejected:
    id = (record.id() or f"row {record.number}")[:64]
    reason = _reason(record, layer, tags)
    if not reason and (layer, id) in seen:
        reason = f"Row {record.number}: the id {id} was used before."
    if reason:
        return Rejected(id, layer, reason)
    seen.add((layer, id))
    shape, mended = _mended(record, layer)
    if shape is None:
        return Rejected(id, layer, "Its shape is broken beyond mending.")
    return Feature(layer, id, shape, tags, mended)


def _reason(record: Record, layer: Layer, tags: Tags) -> str:
    shape = record.shape
    if shape is None or shapely.is_empty(shape):
        return "It has no shape."
    wanted = WANTED[TABLES[layer].geometry_type]
    if wanted not in (
        0,
        shapely.get_dimensions(shape),
    ):  # for a point the middle of a house will do
        kind = shapely.GeometryType(int(shapely.get_type_id(shape))).name.lower()
        return f"A {kind} is no {layer}."
    west, south, east, north = shapely.bounds(shape)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        return f"It lies outside the earth: {west:g}, {south:g} to {east:g}, {north:g}."
    if layer is Layer.ADDRESS and not (tags.get("addr:housenumber") and tags.get("addr:street")):
        return "It has no house number or no street."
    return ""


def _mended(record: Record, layer: Layer) -> tuple[shapely.Geometry | None, str]:
    shape, how = record.shape, [record.mended] if record.mended else []
    wanted = WANTED[TABLES[layer].geometry_type]
    if wanted == 2 and not shapely.is_valid(shape):
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        how.append("untangled: it crossed itself")
        if not shapely.area(shape):
            return None, ""
    if wanted == 0 and shapely.get_dimensions(shape) > 0:
        shape = shapely.point_on_surface(shape)
    return shape, "; ".join(how)
