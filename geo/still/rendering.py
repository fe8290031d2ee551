"""The picture a camera would give: rendered from what hides the ground and where the camera looks."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geo.still.layers import GROUND, Seen, look
from geo.still.lens import Lens
from geo.still.light import Light, light_of
from geo.still.scene import Box, Scene
from geo.still.surfaces import paint
from geo.visibility import Poses

NOON = light_of(160.0, 48.0)


@dataclass(frozen=True)
class Still:
    """A rendered picture, and what each of its pixels (H, W) shows."""

    image: Image.Image
    seen: Seen
    lens: Lens

    @property
    def shows_ground(self) -> NDArray[np.bool_]:
        """Tell which pixels show the ground."""
        return self.seen.kind == GROUND


def render(
    scene: Scene,
    pose: Poses,
    *,
    size: tuple[int, int] = (320, 180),
    light: Light = NOON,
    when: datetime | None = None,
    boxes: tuple[Box, ...] = (),
) -> Still:
    """Render what one camera sees."""
    lens = Lens.of(pose, size)
    seen = look(scene, pose, lens)
    image = paint(scene, seen, light, when.hour if when else 12)
    picture = Image.fromarray((image * 255).astype(np.uint8))
    return Still(picture, seen, lens)
