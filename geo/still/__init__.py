"""The picture a camera would give, rendered from occluders and pose."""

from geo.still.light import Light, light_at
from geo.still.rendering import NOON, Backdrop, Still, render
from geo.still.scene import Box, Plants, Scene

__all__ = ["NOON", "Backdrop", "Box", "Light", "Plants", "Scene", "Still", "light_at", "render"]
