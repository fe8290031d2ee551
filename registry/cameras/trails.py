"""Where a moving camera has been, and when it has fallen silent."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from registry.cameras.models import Camera, Pose

SILENT_AFTER = timedelta(seconds=60)
LONGEST = 3600  # poses told at once

# What it saw is over with its last word, so that nobody asks it of a place it may have left; its
# dot stays where it was last seen. Its next pose draws it anew.
REST = """
    WITH silent AS MATERIALIZED (
        SELECT c.id FROM camera c
        JOIN placement p ON p.camera_id = c.id AND p.valid_to IS NULL
        WHERE c.form = 'moving'
          AND EXISTS (SELECT FROM pose WHERE pose.camera_id = c.id)
          AND NOT EXISTS (
              SELECT FROM pose WHERE pose.camera_id = c.id AND pose.at > %s
          )
        FOR NO KEY UPDATE OF c SKIP LOCKED
    ), ended AS (
        UPDATE placement p SET valid_to = clock_timestamp()
        FROM silent WHERE p.camera_id = silent.id AND p.valid_to IS NULL
    )
    UPDATE tile_camera t SET heading = NULL, sees_m = NULL
    FROM silent WHERE t.camera_id = silent.id
"""


def trail(camera: Camera, back: timedelta) -> list[Pose]:
    """Give the poses of the last while, oldest first; of a silent one those before its last."""
    last = camera.poses.order_by("-at").first()
    if last is None:
        return []
    return list(camera.poses.filter(at__gte=last.at - back).order_by("-at")[:LONGEST])[::-1]


def silent(last: Pose) -> bool:
    """Tell whether this pose is too old to say where the camera is."""
    return timezone.now() - last.at > SILENT_AFTER


def rest_silent() -> None:
    """Take moving cameras that have fallen silent off the lists of what sees a place."""
    with connection.cursor() as cursor:
        cursor.execute(REST, [timezone.now() - SILENT_AFTER])
