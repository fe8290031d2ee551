"""Where a turned camera looks now: its own row, what it sees, and the history of both."""

import math

from django.db import transaction

from geo.aiming import Turn
from registry.cameras.models import Camera
from registry.cameras.placing import place_now
from registry.ptz.models import Control


def look(control: Control, turn: Turn) -> None:
    """Write how a camera looks from now on; what it sees is drawn with it."""
    with transaction.atomic():
        camera = Camera.registry.select_for_update(no_key=True).get(pk=control.pk)
        if camera.vfov is not None:  # the picture keeps its shape
            shape = math.tan(math.radians(camera.vfov) / 2) / math.tan(
                math.radians(camera.hfov) / 2
            )
            half = math.tan(math.radians(turn.hfov) / 2) * shape
            camera.vfov = 2 * math.degrees(math.atan(half))
        camera.azimuth = control.head.bearing(turn.pan)
        camera.tilt = turn.tilt
        camera.hfov = turn.hfov
        camera.save(update_fields=["azimuth", "tilt", "hfov", "vfov", "updated_at"])
        place_now([camera.pk])
