"""Which cameras deserve attention because something is happening around them."""

from uuid import UUID

from django.db import connection

NEAR_OPEN_INCIDENTS = """
    SELECT DISTINCT feed.camera_id
    FROM incident
    JOIN tile_camera AS camera
      ON ST_DWithin(
           camera.geom_m, ST_Transform(incident.position, 3857),
           -- metres on the ground are longer in web mercator
           incident.radius / cos(radians(ST_Y(incident.position)))
         )
    JOIN feed ON feed.camera_id = camera.camera_id
    WHERE incident.state = 'open' AND NOT camera.private
"""


def near_open_incidents() -> list[UUID]:
    """The agency cameras with a feed inside some open incident's search area."""
    with connection.cursor() as cursor:
        cursor.execute(NEAR_OPEN_INCIDENTS)
        return [row[0] for row in cursor.fetchall()]
