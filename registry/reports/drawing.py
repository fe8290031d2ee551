"""The map of a report: vectors for paper, the same bytes for the same study."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from registry.reports.hexagons import dissolved
from registry.reports.legend import Entry, legend, north, scale_bar
from registry.reports.looks import PATTERNS, Look, looks
from registry.reports.sheet import MM, WIDTH, Sheet, path
from registry.reports.surroundings import Surroundings

INK = "#1a1a1a"
NAVY = "#08306b"
RED = "#b3261e"
RIM = "#3c3c3c"


@dataclass(frozen=True)
class Drawable:
    """What a map shows: the frozen tables of a study, and which of its gaps are numbered."""

    area: shapely.Geometry
    scheme: str
    level: str
    cells: pd.DataFrame
    streets: geopandas.GeoDataFrame
    districts: geopandas.GeoDataFrame
    gaps: Sequence[shapely.LineString]
    words: str


def draw(shown: Drawable) -> str:
    """Give the map with its legend as an SVG, 180 mm wide on A4."""
    sheet = Sheet.over(shown.area)
    drawn = dissolved(sheet, shown.cells)
    classes = [look for look in looks(shown.scheme, shown.level) if look.rank in drawn]
    below, rows = legend(sheet, [*map(_entry, classes), *_lines(shown)])
    tall, edge = sheet.height + rows, f'<path d="{path(sheet.frame)}"/>'
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" role="img"'
            f' font-family="Inter Variable, Inter, DejaVu Sans, sans-serif">',
            f"<title>{escape(shown.words)}</title>",
            f'<defs>{PATTERNS}<clipPath id="sheet">{edge}</clipPath></defs>',
            f'<rect width="{WIDTH}" height="{tall}" fill="#fff"/>',
            '<g clip-path="url(#sheet)">',
            _ground(surroundings := Surroundings.of(sheet)),
            *(_shape(drawn[look.rank], look) for look in classes),
            _streets(surroundings),
            _outside(sheet, shown.area),
            _seen(sheet, shown.streets),
            _borders(sheet, shown),
            _gaps(sheet, shown.gaps),
            _names(sheet, shown.districts),
            "</g>",
            f'<g fill="none" stroke="{RIM}" stroke-width="5">{edge}</g>',
            scale_bar(sheet),
            north(),
            below,
            "</svg>",
        )
    )


def _entry(look: Look) -> Entry:
    return Entry("area", look.words, look.fill, look.pattern)


def _lines(shown: Drawable) -> list[Entry]:
    """Name the lines that are there."""
    lines = [Entry("border", "Edge of the area", RIM)]
    if len(shown.streets) and shown.streets["seen"].any():
        lines.insert(0, Entry("seen", "Street seen well enough", NAVY))
    if shown.gaps:
        lines.insert(-1, Entry("gap", "Longest gaps, numbered as in the table", RED))
    return lines


def _ground(around: Surroundings) -> str:
    return (
        f'<path d="{path(around.green)}" fill="#eef1e8"/>'
        f'<path d="{path(around.water)}" fill="#e9eef0" stroke="#c3cdd1" stroke-width="2"/>'
        f'<path d="{path(around.buildings)}" fill="#dcdad5"/>'
    )


def _shape(shape: shapely.Geometry, look: Look) -> str:
    d = path(shape)
    drawn = f'<path d="{d}" fill="{look.fill}" fill-rule="evenodd"/>'
    if look.pattern:
        drawn += f'<path d="{d}" fill="url(#{look.pattern})" fill-rule="evenodd"/>'
    return drawn


def _streets(around: Surroundings) -> str:
    line = 'fill="none" stroke="#8d8d88" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<path d="{path(around.streets)}" {line} stroke-width="3"/>'
        f'<path d="{path(around.main)}" {line} stroke-width="6"/>'
    )


def _seen(sheet: Sheet, streets: geopandas.GeoDataFrame) -> str:
    seen = sheet.shapes(streets.geometry.to_numpy()[streets["seen"].to_numpy(bool)])
    return (
        f'<path d="{path(seen)}" fill="none" stroke="{NAVY}" stroke-width="10"'
        ' stroke-linejoin="round"/>'
    )


def _outside(sheet: Sheet, area: shapely.Geometry) -> str:
    """Fade what was not studied."""
    outer = shapely.difference(sheet.frame, shapely.make_valid(sheet.shapes(area)))
    return f'<path d="{path(outer)}" fill="#fff" fill-opacity=".72" fill-rule="evenodd"/>'


def _borders(sheet: Sheet, shown: Drawable) -> str:
    inner = sheet.shapes(shown.districts.geometry.to_numpy())
    edge = sheet.shapes(shown.area)
    return (
        f'<path d="{path(inner)}" fill="none" stroke="{RIM}" stroke-width="4"'
        ' stroke-dasharray="26 10 4 10"/>'
        f'<path d="{path(edge)}" fill="none" stroke="{RIM}" stroke-width="9"'
        ' stroke-linejoin="round"/>'
    )


def _gaps(sheet: Sheet, gaps: Sequence[shapely.LineString]) -> str:
    """Draw each as a dashed line, and its number on a disc in its middle."""
    drawn = []
    for number, line in enumerate(sheet.shapes(np.array(gaps, object)), 1):
        d = path(line)
        drawn.append(
            f'<path d="{d}" fill="none" stroke="#fff" stroke-width="22"/>'
            f'<path d="{d}" fill="none" stroke="{RED}" stroke-width="13" stroke-dasharray="26 12"/>'
        )
        middle = shapely.line_interpolate_point(line, 0.5, normalized=True)
        drawn.append(badge(middle.x, middle.y, number))
    return "".join(drawn)


def badge(x: float, y: float, number: int) -> str:
    """Draw a number on a disc."""
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="34" fill="#fff" stroke="{RED}" stroke-width="7"/>'
        f'<text x="{x:.0f}" y="{y + 15:.0f}" font-size="42" font-weight="700" fill="{INK}"'
        f' text-anchor="middle">{number}</text>'
    )


def _names(sheet: Sheet, districts: geopandas.GeoDataFrame) -> str:
    drawn = []
    for name, shape in zip(districts["name"], districts.geometry, strict=True):
        inside = sheet.within([sheet.shapes(shape)])
        if not len(inside) or shapely.area(inside).sum() < (14 * MM) ** 2:
            continue
        at = shapely.point_on_surface(max(inside, key=shapely.area))
        drawn.append(label(at.x, at.y, name, 54))
    return "".join(drawn)


def label(x: float, y: float, words: Any, size: int) -> str:
    """Write words over whatever lies there, with a white rim."""
    place = f'x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="600" text-anchor="middle"'
    said = escape(str(words))
    return (
        f'<text {place} fill="#fff" stroke="#fff" stroke-width="14" stroke-linejoin="round"'
        f' aria-hidden="true">{said}</text>'
        f'<text {place} fill="{INK}">{said}</text>'
    )
