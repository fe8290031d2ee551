"""Questions media asks of the registry: which feeds there are, which lie near an open incident."""

from uuid import UUID

from django.db import connection

from registry.feeds import credentials
from registry.feeds.models import Feed
from registry.feeds.pulling import Pulled
from registry.feeds.sources.snapshot import Snapshot

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


def to_pull() -> list[Pulled]:
    """Every approved camera's feed, as media needs it."""
    feeds = Feed.objects.filter(camera__status="approved").select_related("camera")
    return [
        Pulled(
            camera=feed.camera_id,
            source=Snapshot(
                feed.url, credentials.decrypt(bytes(feed.credential)) if feed.credential else ""
            ),
            refresh=feed.refresh,
            private=feed.camera.level > 0,
        )
        for feed in feeds
    ]


def near_open_incidents() -> list[UUID]:
    """The agency cameras with a feed inside some open incident's search area."""
    with connection.cursor() as cursor:
        cursor.execute(NEAR_OPEN_INCIDENTS)
        return [row[0] for row in cursor.fetchall()]
