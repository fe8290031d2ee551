"""Answer a tile: from memory, from what the workers share, or by drawing it."""

import gzip
import time
from collections.abc import Sequence
from hashlib import blake2b

from tiles.drawing import Blob, draw
from tiles.keeping import fetch, keep
from tiles.layers import Layer
from tiles.memory import Answer, Memory, Part
from tiles.square import Square

memory = Memory()


def answer(layers: Sequence[Layer], square: Square, doors: str) -> Answer:
    """Put a tile together from its layers; `doors` is how the reader named them."""
    if known := memory.recall(square, doors):
        return known
    began = time.monotonic()
    shown = [layer for layer in layers if layer.shows_at(square.z)]
    blobs = collect(shown, square)
    body = b"".join(blob.body for blob in blobs)
    made = Answer(
        body=gzip.compress(body, 6, mtime=0) if body else b"",
        etag=f'"{blake2b(body, digest_size=12).hexdigest()}"',
        public=all(layer.public for layer in layers),
    )
    if all(layer.kept for layer in shown):
        parts = tuple(
            Part(layer.reads, blob.snapshot, blob.drawn_at)
            for layer, blob in zip(shown, blobs, strict=True)
        )
        memory.remember(square, doors, made, parts, began=began)
    return made


def collect(layers: Sequence[Layer], square: Square) -> list[Blob]:
    """Bring each layer's blob, drawn now where none is kept."""
    kept = fetch(layers, square)
    for layer in layers:
        if layer.name not in kept:
            kept[layer.name] = draw(layer, square)
            keep(layer, square, kept[layer.name])
    return [kept[layer.name] for layer in layers]
