"""What stands round a map: what its shapes mean, its scale and where north is."""

from html import escape
from typing import NamedTuple

from registry.reports.sheet import MM, WIDTH, Sheet

COLUMNS = 3
ROW = 84
TOP = 40
INK = "#1a1a1a"
STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
HEXAGON = "M30 0L60 17V52L30 70L0 52V17z"


class Entry(NamedTuple):
    """One line of the legend."""

    shape: str
    words: str
    colour: str
    pattern: str = ""


def legend(sheet: Sheet, entries: list[Entry]) -> tuple[str, int]:
    """Draw the entries below the map, and say how much room they take."""
    distinct = list(dict.fromkeys(entries))
    rows = -(-len(distinct) // COLUMNS)
    wide = WIDTH // COLUMNS
    drawn = []
    for turn, entry in enumerate(distinct):
        column, row = divmod(turn, rows)
        x, y = column * wide, sheet.height + TOP + row * ROW
        drawn.append(
            f'<g transform="translate({x} {y})">{_sample(entry)}'
            f'<text x="140" y="52" font-size="50" fill="{INK}">{escape(entry.words)}</text></g>'
        )
    return "".join(drawn), TOP + rows * ROW


def _sample(entry: Entry) -> str:
    match entry.shape:
        case "area":
            edge = f'stroke="{INK}" stroke-width="2"'
            over = f'<path d="{HEXAGON}" fill="url(#{entry.pattern})"/>' if entry.pattern else ""
            hexagon = f'<path d="{HEXAGON}" fill="{entry.colour}" {edge}/>{over}'
            return f'<g transform="translate(30 0)">{hexagon}</g>'
        case "gap":
            return (
                f'<path d="M0 35H120" stroke="{entry.colour}" stroke-width="13"'
                ' stroke-dasharray="26 12"/>'
            )
        case "seen":
            return f'<path d="M0 35H120" stroke="{entry.colour}" stroke-width="10"/>'
    return f'<path d="M0 35H120" stroke="{entry.colour}" stroke-width="9"/>'


def scale_bar(sheet: Sheet) -> str:
    """Draw a round length of at most forty millimetres, at the lower left."""
    metres = max((step for step in STEPS if step / sheet.metres <= 40 * MM), default=STEPS[0])
    long, y = metres / sheet.metres, sheet.height - 60
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    half = long / 2
    return (
        f'<rect x="30" y="{y - 70}" width="{long + 80:.0f}" height="110" fill="#fff"'
        ' fill-opacity=".88"/>'
        f'<path d="M60 {y}h{half:.0f}v14h-{half:.0f}z" fill="{INK}"/>'
        f'<path d="M60 {y}h{long:.0f}v14h-{long:.0f}z" fill="none" stroke="{INK}"'
        ' stroke-width="4"/>'
        f'<text x="60" y="{y - 18}" font-size="44" fill="{INK}">0</text>'
        f'<text x="{60 + long:.0f}" y="{y - 18}" font-size="44" fill="{INK}"'
        f' text-anchor="end">{words}</text>'
    )


def north() -> str:
    """Draw an arrow at the upper right."""
    return (
        f'<g transform="translate({WIDTH - 110} 50)">'
        '<circle cx="30" cy="62" r="76" fill="#fff" fill-opacity=".88"/>'
        f'<path d="M30 0L58 84L30 66L2 84z" fill="{INK}"/>'
        f'<text x="30" y="124" font-size="48" font-weight="700" fill="{INK}"'
        ' text-anchor="middle">N</text></g>'
    )
