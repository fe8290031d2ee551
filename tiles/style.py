"""The map's look: a pure function from a source and a palette to MapLibre layers."""

from typing import Any

from tiles import expressions as ex
from tiles.labels import labels
from tiles.palette import Palette

StyleLayer = dict[str, Any]
Width = tuple[tuple[float, float], ...]

WOOD = ["wood", "forest", "scrub"]
PARK = ["park", "garden", "grass", "meadow", "recreation_ground", "village_green", "cemetery",
        "pitch", "playground", "golf_course", "allotments", "orchard", "farmland"]  # fmt: skip
SCHOOL = ["school", "education", "university", "college", "hospital"]
BUILT = ["residential", "commercial", "retail", "industrial"]

SIDE = ex.neither(ex.MOTORWAY, ex.MAIN, ex.PATH)
# Class, its width in pixels by zoom, and from which zoom it shows.
STREETS: tuple[tuple[str, ex.Expression, Width, float], ...] = (
    ("street", SIDE, ((12, 0.4), (14, 1.6), (16, 6), (18, 18)), 12),
    ("main-street", ex.kind(ex.MAIN), ((9, 0.6), (13, 2), (16, 9), (18, 26)), 8),
    ("motorway", ex.kind(ex.MOTORWAY), ((6, 0.6), (13, 3), (16, 11), (18, 30)), 6),
)  # fmt: skip


def style(*, source: str, address: str, palette: Palette, name: str) -> dict[str, Any]:
    """Make a whole MapLibre style whose one source is described at `address`."""
    return {
        "version": 8,
        "name": name,
        "sources": {source: {"type": "vector", "url": address}},
        "layers": layers(source, palette),
    }


def layers(source: str, palette: Palette) -> list[StyleLayer]:
    """List the layers of the basemap, from the ground up."""
    return [
        {"id": "land", "type": "background", "paint": {"background-color": palette.land}},
        *_ground(source, palette),
        _buildings(source, palette),
        _districts(source, palette),
        *_streets(source, palette),
        *labels(source, palette),
    ]


def _ground(source: str, palette: Palette) -> list[StyleLayer]:
    fills = (
        ("built", BUILT, palette.built),
        ("school", SCHOOL, palette.school),
        ("park", PARK, palette.park),
        ("wood", WOOD, palette.wood),
        ("water", ["water"], palette.water),
    )
    return [
        {
            "id": name,
            "type": "fill",
            "source": source,
            "source-layer": "ground",
            "filter": ex.both(ex.shape("Polygon"), ex.kind(kinds)),
            "paint": {"fill-color": colour},
        }
        for name, kinds, colour in fills
    ]


def _buildings(source: str, palette: Palette) -> StyleLayer:
    return {
        "id": "building",
        "type": "fill",
        "source": source,
        "source-layer": "building",
        "minzoom": 13,
        "paint": {
            "fill-color": palette.building,
            "fill-outline-color": palette.building_edge,
            "fill-opacity": ex.by_zoom((13, 0.5), (15, 1)),
        },
    }


def _streets(source: str, palette: Palette) -> list[StyleLayer]:
    """Draw every street's edge below every street's face, so that crossings stay open."""
    path = _line("path", source, ex.kind(ex.PATH), ((14, 0.5), (16, 1.2), (18, 3)), 14)
    path["paint"] |= {"line-color": palette.path, "line-dasharray": [3, 1.5]}
    edges, faces = [], []
    for name, which, width, minzoom in STREETS:
        wider = tuple((zoom, pixels + (0.6 if pixels < 2 else 1.6)) for zoom, pixels in width)
        edge = _line(f"{name}-edge", source, which, wider, max(minzoom, 12))
        edge["paint"]["line-color"] = palette.street_edge
        face = _line(name, source, which, width, minzoom)
        face["paint"]["line-color"] = palette.street if name == "street" else palette.main_street
        edges.append(edge)
        faces.append(face)
    return [path, *edges, *faces]


def _line(name: str, source: str, which: ex.Expression, width: Width, minzoom: float) -> StyleLayer:
    return {
        "id": name,
        "type": "line",
        "source": source,
        "source-layer": "street",
        "minzoom": minzoom,
        "filter": which,
        "layout": {"line-cap": "round", "line-join": "round"},
        "paint": {"line-width": ex.by_zoom(*width, growth=1.5)},
    }


def _districts(source: str, palette: Palette) -> StyleLayer:
    return {
        "id": "district",
        "type": "line",
        "source": source,
        "source-layer": "district",
        "filter": ex.shape("Polygon"),
        "paint": {
            "line-color": palette.district,
            "line-opacity": 0.5,
            "line-width": 1,
            "line-dasharray": [6, 3, 1, 3],
        },
    }
