"""What there is to be seen: prisms and how they look, the ground, trees, lamps, things."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.still.casting import Walls
from geo.still.ground import Ground
from geo.still.looks import Looks
from geo.visibility import Occluders

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Box:
    """A car, van or person: its middle on the ground, metres, the way it heads, its colour."""

    x: float
    y: float
    heading: float  # degrees clockwise from true north
    length: float = 4.5
    width: float = 1.8
    height: float = 1.5
    colour: tuple[int, int, int] = (150, 30, 30)
    shape: str = "car"  # car, van or person
    moving: bool = True


@dataclass(frozen=True)
class Plants:
    """Trees: where they stand (N, 2), their heights, their crowns' radii, and which cut-out."""

    at: Floats
    height: Floats
    radius: Floats
    kind: NDArray[np.intp]

    @classmethod
    def none(cls) -> "Plants":
        """Give bare ground."""
        nothing = np.zeros(0)
        return cls(np.zeros((0, 2)), nothing, nothing, nothing.astype(np.intp))


@dataclass(frozen=True)
class Scene:
    """Flat ground with prisms on it; the prisms are those that geo.visibility hides ground with."""

    occluders: Occluders
    looks: Looks | None = None
    ground: Ground | None = None
    plants: Plants = field(default_factory=Plants.none)
    lamps: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    pitch: float = 0.55  # of pitched roofs: rise per metre

    def on(self, ground: Ground) -> "Scene":
        """Give the same scene on another ground; what was worked out about its walls is kept."""
        other = replace(self, ground=ground)
        kept = {name: getattr(self, name) for name in ("bounds", "walls", "dressed", "eaves")}
        other.__dict__.update(kept)
        return other

    def near(self, x: float, y: float, reach: float) -> NDArray[np.intp]:
        """Give the parts whose bounds come nearer than `reach` metres."""
        west, south, east, north = self.bounds
        away = np.maximum(np.maximum(west - x, x - east), 0)
        aside = np.maximum(np.maximum(south - y, y - north), 0)
        return np.flatnonzero(away * away + aside * aside < reach * reach)

    @cached_property
    def bounds(self) -> Floats:
        """Give every part's bounds, (4, N)."""
        return np.asarray(shapely.bounds(self.occluders.parts).reshape(-1, 4).T)

    @cached_property
    def walls(self) -> Walls:
        """Give every wall."""
        return Walls.of(self.occluders)

    @cached_property
    def dressed(self) -> Looks:
        """Give the looks of each part, plain ones where none were handed in."""
        looks = self.looks or Looks.plain(len(set(self.occluders.owner.tolist())))
        return looks.take(self.occluders.owner) if len(self.occluders) else looks

    @cached_property
    def eaves(self) -> Floats:
        """Give the height at which each part's walls end and its roof begins."""
        heights = self.occluders.heights
        return np.where(self.dressed.pitched, heights * self.dressed.eave, heights)
