"""The map's look: a pure function from a source and a palette to MapLibre layers."""

from typing import Any

from tiles.palette import Palette

StyleLayer = dict[str, Any]

# No `glyphs` in the style: MapLibre draws labels with the page's own CSS font.
FONT = ["Inter Variable"]

MOTORWAY = ["motorway", "trunk", "motorway_link", "trunk_link"]
MAIN = ["primary", "secondary", "tertiary", "primary_link", "secondary_link", "tertiary_link"]
PATH = ["footway", "path", "steps", "cycleway", "track", "bridleway", "corridor", "pedestrian"]
WOOD = ["wood", "forest", "scrub"]
PARK = ["park", "garden", "grass", "meadow", "recreation_ground", "village_green", "cemetery",
        "pitch", "playground", "golf_course", "allotments", "orchard", "farmland"]  # fmt: skip
SCHOOL = ["school", "education", "university", "college", "hospital"]
BUILT = ["residential", "commercial", "retail", "industrial"]


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
        *_buildings(source, palette),
        *_streets(source, palette),
        _districts(source, palette),
        *_labels(source, palette),
    ]


def _ground(source: str, palette: Palette) -> list[StyleLayer]:
    fills = [
        ("built", BUILT, palette.built),
        ("school", SCHOOL, palette.school),
        ("park", PARK, palette.park),
        ("wood", WOOD, palette.wood),
        ("water", ["water"], palette.water),
    ]
    return [
        {
            "id": name,
            "type": "fill",
            "source": source,
            "source-layer": "ground",
            "filter": _all(_shape("Polygon"), _kind(kinds)),
            "paint": {"fill-color": colour},
        }
        for name, kinds, colour in fills
    ]


def _buildings(source: str, palette: Palette) -> list[StyleLayer]:
    return [
        {
            "id": "building",
            "type": "fill",
            "source": source,
            "source-layer": "building",
            "minzoom": 13,
            "paint": {
                "fill-color": palette.building,
                "fill-outline-color": palette.building_edge,
                "fill-opacity": _by_zoom((13, 0.5), (15, 1)),
            },
        }
    ]


def _streets(source: str, palette: Palette) -> list[StyleLayer]:
    """Draw every street's edge below every street's face, so that crossings stay open."""
    side = _not(_kind([*MOTORWAY, *MAIN, *PATH]))
    face = [
        ("street", side, palette.street, ((12, 0.4), (14, 1.6), (16, 6), (18, 18)), 12),
        ("main-street", _kind(MAIN), palette.main_street, ((9, 0.6), (13, 2), (16, 9), (18, 26)), 8),
        ("motorway", _kind(MOTORWAY), palette.main_street, ((6, 0.6), (13, 3), (16, 11), (18, 30)), 6),
    ]  # fmt: skip
    edges = [
        _line(f"{name}-edge", source, kinds, palette.street_edge, _wider(width), max(zoom, 12))
        for name, kinds, _, width, zoom in face
    ]
    faces = [
        _line(name, source, kinds, colour, width, zoom) for name, kinds, colour, width, zoom in face
    ]
    path = _line("path", source, _kind(PATH), palette.path, ((14, 0.5), (16, 1.2), (18, 3)), 14)
    path["paint"]["line-dasharray"] = [3, 1.5]
    return [path, *edges, *faces]


def _districts(source: str, palette: Palette) -> StyleLayer:
    return {
        "id": "district",
        "type": "line",
        "source": source,
        "source-layer": "district",
        "filter": _shape("Polygon"),
        "paint": {
            "line-color": palette.district,
            "line-opacity": 0.5,
            "line-width": 1,
            "line-dasharray": [6, 3, 1, 3],
        },
    }


def _labels(source: str, palette: Palette) -> list[StyleLayer]:
    along = {"symbol-placement": "line", "text-max-angle": 30, "symbol-spacing": 320}
    main, side = _kind([*MOTORWAY, *MAIN]), _not(_kind([*MOTORWAY, *MAIN]))
    small, middle = _by_zoom((14, 10), (18, 13)), _by_zoom((12, 10), (18, 14))
    point = _shape("Point")
    caps = {"text-transform": "uppercase", "text-letter-spacing": 0.12, "text-max-width": 8}
    return [
        _text("street-name", source, "street", side, small, palette.text_faint, palette, 15, along),
        _text("main-street-name", source, "street", main, middle, palette.text, palette, 13, along),
        _text("landmark-name", source, "landmark", _has_name(), 11, palette.text_faint, palette, 16, {}),
        _text("building-name", source, "building", _has_name(), 11, palette.text_faint, palette, 17, {}),
        _text("park-name", source, "ground", _all(point, _not(_kind(["water"]))), 11, palette.text_faint, palette, 13, {}),
        _text("water-name", source, "ground", _all(point, _kind(["water"])), 12, palette.text_water, palette, 11, {}),
        _text("district-name", source, "district", point, middle, palette.text, palette, 10, caps, 15.5),
    ]  # fmt: skip


def _line(
    name: str, source: str, kinds: list[Any], colour: str, width: tuple[tuple[float, float], ...], minzoom: float
) -> StyleLayer:  # fmt: skip
    return {
        "id": name,
        "type": "line",
        "source": source,
        "source-layer": "street",
        "minzoom": minzoom,
        "filter": kinds,
        "layout": {"line-cap": "round", "line-join": "round"},
        "paint": {"line-color": colour, "line-width": _by_zoom(*width, growth=1.5)},
    }


def _text(
    name: str,
    source: str,
    layer: str,
    which: list[Any],
    size: float | list[Any],
    colour: str,
    palette: Palette,
    minzoom: float,
    layout: StyleLayer,
    maxzoom: float = 24,
) -> StyleLayer:
    return {
        "id": name,
        "type": "symbol",
        "source": source,
        "source-layer": layer,
        "minzoom": minzoom,
        "maxzoom": maxzoom,
        "filter": which,
        "layout": {"text-field": ["get", "name"], "text-font": FONT, "text-size": size, **layout},
        "paint": {"text-color": colour, "text-halo-color": palette.halo, "text-halo-width": 1.4},
    }


def _wider(width: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    return tuple((zoom, pixels + (0.6 if pixels < 2 else 1.6)) for zoom, pixels in width)


def _by_zoom(*stops: tuple[float, float], growth: float = 1) -> list[Any]:
    how = ["exponential", growth] if growth != 1 else ["linear"]
    return ["interpolate", how, ["zoom"], *(number for stop in stops for number in stop)]


def _kind(kinds: list[str]) -> list[Any]:
    return ["in", ["get", "kind"], ["literal", kinds]]


def _shape(shape: str) -> list[Any]:
    return ["in", ["geometry-type"], ["literal", [shape, f"Multi{shape}"]]]


def _has_name() -> list[Any]:
    return ["has", "name"]


def _not(test: list[Any]) -> list[Any]:
    return ["!", test]


def _all(*tests: list[Any]) -> list[Any]:
    return ["all", *tests]
