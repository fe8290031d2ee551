"""How buildings look: colours, storeys, windows and roofs, chosen for each from a few materials."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

BRICK = ((142, 78, 62), (158, 92, 72), (122, 66, 54), (168, 110, 88), (134, 84, 70))
SIDING = (
    (222, 218, 206),
    (206, 210, 208),
    (190, 200, 204),
    (214, 204, 182),
    (176, 188, 172),
    (200, 186, 170),
)
STONE = ((196, 184, 162), (178, 170, 156), (206, 198, 184))
PANEL = ((176, 178, 180), (158, 164, 168), (196, 192, 184), (150, 154, 150))
SHINGLE = ((78, 74, 72), (96, 84, 76), (70, 76, 82), (104, 78, 66), (88, 88, 88))
ACCENT = ((120, 42, 40), (36, 72, 104), (40, 84, 62), (150, 104, 40), (70, 58, 90), (52, 52, 56))


@dataclass(frozen=True)
class Looks:
    """One row a building. Colours are sRGB 0..1 (N, 3), lengths metres, shares 0..1."""

    wall: Floats
    trim: Floats
    roof: Floats
    accent: Floats
    pitched: NDArray[np.bool_]
    eave: Floats  # share of the height at which a pitched roof begins
    storey: Floats
    bay: Floats  # from one window to the next
    glazing: Floats  # share of a bay that is window; 0 for a blank wall
    shop: NDArray[np.bool_]  # display windows and a sign along the ground floor
    brick: NDArray[np.bool_]
    seed: NDArray[np.int64]

    def take(self, rows: NDArray[np.intp]) -> "Looks":
        """Give these rows, repeated as asked."""
        return Looks(*(getattr(self, field.name)[rows] for field in fields(self)))

    @classmethod
    def plain(cls, number: int) -> "Looks":
        """Give buildings of which nothing is known flat roofs and ordinary windows."""
        roll = np.random.default_rng(number)
        one = np.ones(number, np.float32)
        return cls(
            wall=pick(roll, BRICK + STONE + SIDING, number),
            trim=pick(roll, SIDING, number),
            roof=pick(roll, SHINGLE, number),
            accent=pick(roll, ACCENT, number),
            pitched=np.zeros(number, bool),
            eave=one,
            storey=3.2 * one,
            bay=3.4 * one,
            glazing=0.4 * one,
            shop=np.zeros(number, bool),
            brick=np.zeros(number, bool),
            seed=np.arange(number),
        )


def pick(
    roll: np.random.Generator, palette: tuple[tuple[int, int, int], ...], number: int
) -> Floats:
    """Choose colours from a palette, no two quite the same."""
    chosen = np.array(palette, np.float32)[roll.integers(0, len(palette), number)] / 255
    return np.clip(chosen * roll.uniform(0.9, 1.08, (number, 1)).astype(np.float32), 0, 1)
