"""The names on the map."""

from typing import Any

from tiles import expressions as ex
from tiles.palette import Palette

# No `glyphs` in the style: MapLibre draws labels with the page's own CSS font.
FONT = ["Inter Variable"]

ALONG = {"symbol-placement": "line", "text-max-angle": 30, "symbol-spacing": 320}
CAPITALS = {"text-transform": "uppercase", "text-letter-spacing": 0.12, "text-max-width": 8}
SMALL, LARGE = ex.by_zoom((14, 10), (18, 13)), ex.by_zoom((12, 10), (18, 14))
NAMED = ["has", "name"]
MAIN = ex.kind(ex.MOTORWAY, ex.MAIN)
SIDE = ex.neither(ex.MOTORWAY, ex.MAIN)
WATER = ex.both(ex.shape("Point"), ex.kind(["water"]))
LAND = ex.both(ex.shape("Point"), ex.neither(["water"]))
MIDDLE = ex.shape("Point")

# Later ones win where two would collide.
LABELS: tuple[tuple[str, str, ex.Expression, str, Any, float, float, dict[str, Any]], ...] = (
    # id, layer, which, colour, size, from zoom, to zoom, layout
    ("building-name", "building", NAMED, "text_faint", 11, 17, 24, {}),
    ("landmark-name", "landmark", NAMED, "text_faint", 11, 16, 24, {}),
    ("street-name", "street", SIDE, "text_faint", SMALL, 15, 24, ALONG),
    ("park-name", "ground", LAND, "text_faint", 11, 13, 24, {}),
    ("main-street-name", "street", MAIN, "text", LARGE, 13, 24, ALONG),
    ("water-name", "ground", WATER, "text_water", 12, 11, 24, {}),
    ("district-name", "district", MIDDLE, "text", LARGE, 10, 15.5, CAPITALS),
)


def labels(source: str, palette: Palette) -> list[dict[str, Any]]:
    """List the layers that write names."""
    return [
        {
            "id": name,
            "type": "symbol",
            "source": source,
            "source-layer": layer,
            "minzoom": minzoom,
            "maxzoom": maxzoom,
            "filter": which,
            "layout": {
                "text-field": ["get", "name"],
                "text-font": FONT,
                "text-size": size,
                **layout,
            },
            "paint": {
                "text-color": getattr(palette, colour),
                "text-halo-color": palette.halo,
                "text-halo-width": 1.4,
            },
        }
        for name, layer, which, colour, size, minzoom, maxzoom, layout in LABELS
    ]
