"""The style names only layers there are, and reads only what they say."""

from typing import Any

import pytest

from tiles.layers import LAYERS, SHEETS
from tiles.palette import PALETTES
from tiles.style import layers


@pytest.mark.parametrize("theme", PALETTES)
def test_every_layer_reads_a_layer_of_the_base_sheet(theme: str) -> None:
    drawn = layers("base", PALETTES[theme])
    assert len({layer["id"] for layer in drawn}) == len(drawn)
    for layer in drawn[1:]:
        assert layer["source-layer"] in SHEETS["base"]
        assert read(layer) <= LAYERS[layer["source-layer"]].fields.keys()


def test_day_and_night_differ_in_colours_alone() -> None:
    def shape(of: Any) -> Any:
        if isinstance(of, dict):
            return {name: shape(part) for name, part in of.items()}
        if isinstance(of, list):
            return [shape(part) for part in of]
        return "colour" if isinstance(of, str) and of.startswith("#") else of

    assert shape(layers("base", PALETTES["dark"])) == shape(layers("base", PALETTES["light"]))


@pytest.mark.parametrize("theme", PALETTES)
def test_a_name_stands_out_from_the_ground_it_is_written_on(theme: str) -> None:
    palette = PALETTES[theme]
    for ground in (palette.land, palette.built, palette.building):
        assert contrast(palette.text, ground) >= 4.5
        assert contrast(palette.text_faint, ground) >= 4


def read(part: Any) -> set[str]:
    """Collect the fields an expression gets."""
    if isinstance(part, dict):
        return {name for value in part.values() for name in read(value)}
    if not isinstance(part, list):
        return set()
    if part[:1] in (["get"], ["has"]) and isinstance(part[1], str):
        return {part[1]}
    return {name for value in part for name in read(value)}


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
