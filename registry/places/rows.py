"""How each kind of place is stored: its columns, and a feature's values for them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import shapely

from registry.places.features import Feature, Layer
from registry.places.tags import Tags, ground_kind, height_of, landmark_kind

Values = tuple[object, ...]


@dataclass(frozen=True)
class Table:
    """One table of places: the column of its shape, the others, and how tags fill them."""

    name: str
    shape: str
    geometry_type: str
    columns: tuple[str, ...]
    values: Callable[[Tags], Values]


def _building(tags: Tags) -> Values:
    height, source = height_of(tags)
    kind = tags.get("building") or tags.get("building:part", "")
    return height, source.value, _kind(kind), _name(tags)


def _street(tags: Tags) -> Values:
    return _name(tags), _kind(tags.get("highway", ""))


def _district(tags: Tags) -> Values:
    people = tags.get("population", "").replace(" ", "").replace(",", "")
    known = people.isdecimal() and int(people) < 2**31
    return _name(tags), int(people) if known else None


def _address(tags: Tags) -> Values:
    street = tags.get("addr:street") or tags.get("addr:place", "")
    return tags["addr:housenumber"][:40], street[:200], tags.get("addr:city", "")[:200]


def _ground(tags: Tags) -> Values:
    return _kind(ground_kind(tags)), _name(tags)


def _landmark(tags: Tags) -> Values:
    return _kind(landmark_kind(tags)), _name(tags)


def _name(tags: Tags) -> str:
    return (tags.get("name") or tags.get("ref", ""))[:200]


def _kind(text: str) -> str:
    return text[:40]


TABLES = {
    Layer.BUILDING: Table(
        "building",
        "footprint",
        "MultiPolygon",
        ("height", "height_source", "kind", "name"),
        _building,
    ),
    Layer.STREET: Table("street", "line", "MultiLineString", ("name", "kind"), _street),
    Layer.DISTRICT: Table("district", "area", "MultiPolygon", ("name", "population"), _district),
    Layer.ADDRESS: Table("address", "position", "Point", ("number", "street", "place"), _address),
    Layer.GROUND: Table("ground", "area", "MultiPolygon", ("kind", "name"), _ground),
    Layer.LANDMARK: Table("landmark", "position", "Point", ("kind", "name"), _landmark),
}


def rows_of(layer: Layer, features: Sequence[Feature]) -> Iterator[Values]:
    """Give the rows of one table: name in the source, shape, and the table's own columns."""
    values = TABLES[layer].values
    shapes = shapely.set_srid(shapely.force_2d([feature.shape for feature in features]), 4326)
    wkb = shapely.to_wkb(shapes, hex=True, include_srid=True)
    for feature, shape in zip(features, wkb, strict=True):
        # COPY ends a text at NUL, which PostgreSQL cannot store either
        yield tuple(
            value.replace("\x00", "") if isinstance(value, str) else value
            for value in (feature.external_id, shape, *values(feature.tags))
        )
