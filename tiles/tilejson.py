"""The TileJSON of a set of layers."""

from collections.abc import Sequence
from typing import Any

from tiles.extent import Bounds
from tiles.layers import Layer

# Deeper than this a map stretches what it has: at z 16 a step inside a tile is 15 cm.
MAXZOOM = 16


def tilejson(
    layers: Sequence[Layer], *, address: str, bounds: Bounds | None, attribution: str
) -> dict[str, Any]:
    """Describe these layers as TileJSON 3.0.0; `address` holds {z}, {x} and {y}."""
    answer: dict[str, Any] = {
        "tilejson": "3.0.0",
        "tiles": [address],
        "scheme": "xyz",
        "minzoom": min(layer.minzoom for layer in layers),
        "maxzoom": MAXZOOM,
        "attribution": attribution,
        "vector_layers": vector_layers(layers),
    }
    if bounds:
        answer["bounds"] = list(bounds)
    return answer


def vector_layers(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """Say of each layer what it is called, which fields it has and at which zooms."""
    return [
        {
            "id": layer.name,
            "fields": layer.fields,
            "minzoom": layer.minzoom,
            "maxzoom": min(layer.maxzoom, MAXZOOM),
        }
        for layer in layers
    ]
