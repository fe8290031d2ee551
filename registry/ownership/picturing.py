"""A small picture of where a camera stands and what it sees, drawn without a map on the screen."""

import math
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from registry.cameras.models import Camera

DRAW = Path(__file__).with_name("picture.sql").read_text()
LEAST, MOST, MARGIN = 40.0, 400.0, 1.2  # metres to each side


@dataclass(frozen=True)
class Picture:
    """Paths of an SVG whose origin is the camera; y grows to the south."""

    reach: float
    buildings: str
    streets: str
    sees: str

    @property
    def box(self) -> str:
        """Give the view box."""
        side = f"{self.reach:.0f}"
        return f"-{side} -{side} {2 * self.reach:.0f} {2 * self.reach:.0f}"

    @property
    def dot(self) -> str:
        """Give the radius of the camera's own point."""
        return f"{self.reach / 30:.1f}"


def picture(camera: Camera) -> Picture:
    """Draw it, from the rows the map is drawn from."""
    metres = min(max(camera.range * MARGIN, LEAST), MOST)
    reach = metres / math.cos(math.radians(camera.position.y))  # as the projection stretches them
    with connection.cursor() as cursor:
        cursor.execute(DRAW, {"camera": camera.pk, "reach": reach})
        row = cursor.fetchone()
    buildings, streets, sees = (path or "" for path in row)
    return Picture(reach, buildings, streets, sees)
