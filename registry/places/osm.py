"""Reading OpenStreetMap files: PBF, XML and what else osmium reads."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium
import shapely
from osmium.osm import NODE, RELATION, WAY, Relation

from registry.places import rings
from registry.places.features import Feature, Layer, Rejected
from registry.places.refusals import Unmendable, UnreadableFile
from registry.places.rings import Corner, Mended, Way
from registry.places.tags import Tags, layers_of

SUFFIXES = (".pbf", ".osm", ".osm.bz2", ".osm.gz", ".o5m")
AREAS = {Layer.BUILDING, Layer.DISTRICT, Layer.GROUND}
POINTS = {Layer.ADDRESS, Layer.LANDMARK}
RELATIONS = {"multipolygon", "boundary"}

# A relation's tags and its ways' ids by role: outer, inner
Members = tuple[dict[str, str], list[int], list[int]]


def read(path: Path) -> Iterator[Feature | Rejected]:
    """Give every place of a file, its shape mended, and whatever could not be mended."""
    try:
        relations = dict(_relations(path))
        wanted = {way for _, outer, inner in relations.values() for way in (*outer, *inner)}
        ways: dict[int, list[Corner]] = {}
        for thing in _nodes_and_ways(path):
            tags = dict(thing.tags)
            if thing.is_node():
                spot = shapely.Point(thing.location.lon, thing.location.lat)
                yield from _points(f"node/{thing.id}", tags, Mended(spot))
                continue
            corners = _corners(thing)
            if thing.id in wanted:
                ways[thing.id] = corners
            yield from _of_way(f"way/{thing.id}", tags, corners)
    except RuntimeError as error:  # all that osmium raises
        raise UnreadableFile(f"{path.name} is cut short or is no OSM file: {error}.") from error
    for id, members in relations.items():
        yield from _of_relation(f"relation/{id}", members, ways)


def _relations(path: Path) -> Iterator[tuple[int, Members]]:
    for relation in osmium.FileProcessor(str(path), RELATION):
        if not isinstance(relation, Relation):
            continue
        tags = dict(relation.tags)
        if tags.get("type") in RELATIONS and any(layers_of(tags)):
            ways = [member for member in relation.members if member.type == "w"]
            inner = [member.ref for member in ways if member.role == "inner"]
            outer = [member.ref for member in ways if member.role in ("outer", "")]
            yield relation.id, (tags, outer, inner)


def _nodes_and_ways(path: Path) -> Iterator[Any]:
    tagged = osmium.filter.EmptyTagFilter()
    tagged.enable_for(NODE)
    yield from osmium.FileProcessor(str(path), NODE | WAY).with_locations().with_filter(tagged)


def _corners(way: Any) -> list[Corner]:
    return [
        Corner(node.ref, node.location.lon, node.location.lat)
        if node.location.valid()
        else Corner(node.ref, math.nan, math.nan)
        for node in way.nodes
    ]


def _of_way(id: str, tags: Tags, way: Way) -> Iterator[Feature | Rejected]:
    for layer in layers_of(tags):
        try:
            if layer is Layer.STREET:
                if tags.get("area") != "yes":
                    mended = rings.line(way)
                    yield Feature(layer, id, mended.shape, tags, mended.how)
            elif layer is Layer.DISTRICT and way[0].ref != way[-1].ref:
                continue  # a stretch of border; the relation it belongs to is the district
            elif layer in AREAS:
                mended = rings.area([way])
                yield Feature(layer, id, mended.shape, tags, mended.how)
            else:
                yield from _points(id, tags, _middle(way), only=layer)
        except Unmendable as refusal:
            yield Rejected(id, layer, refusal.detail)


def _of_relation(
    id: str, members: Members, ways: dict[int, list[Corner]]
) -> Iterator[Feature | Rejected]:
    tags, outer, inner = members
    for layer in layers_of(tags):
        if layer is Layer.STREET:
            continue
        try:
            mended = _assembled(outer, inner, ways)
            if layer in AREAS:
                yield Feature(layer, id, mended.shape, tags, mended.how)
            else:
                spot = shapely.point_on_surface(mended.shape)
                yield from _points(id, tags, Mended(spot, mended.how), only=layer)
        except Unmendable as refusal:
            yield Rejected(id, layer, refusal.detail)


def _assembled(outer: list[int], inner: list[int], ways: dict[int, list[Corner]]) -> Mended:
    """Join a relation's ways. A missing outer way may be miles long: not for us to guess."""
    missing = sum(way not in ways for way in outer)
    if missing or not outer:
        raise Unmendable(f"{missing} of its {len(outer)} outer ways are not in the file.")
    holes = [ways[way] for way in inner if way in ways]
    mended = rings.area([ways[way] for way in outer], holes)
    if len(holes) == len(inner):
        return mended
    filled = f"{len(inner) - len(holes)} of {len(inner)} holes are not in the file"
    return Mended(mended.shape, "; ".join(filter(None, (mended.how, filled))))


def _middle(way: Way) -> Mended:
    closed = way[0].ref == way[-1].ref
    mended = rings.area([way]) if closed else rings.line(way)
    return Mended(shapely.point_on_surface(mended.shape), mended.how)


def _points(id: str, tags: Tags, spot: Mended, *, only: Layer | None = None) -> Iterator[Feature]:
    for layer in layers_of(tags):
        if layer in POINTS and only in (None, layer):
            yield Feature(layer, id, spot.shape, tags, spot.how)
