"""Which cameras wait to be placed again, and the one job that does it."""

import os
from contextlib import suppress

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from registry.cameras.placing import place
from registry.cameras.standing import SNAP_LIMIT
from registry.places.storing import Boxes

# The window is a little larger than the range everywhere, so that the index may be asked first.
# Cameras that wait already are written to as well: one may be being drawn this moment, without what
# changed, and this waits for its row and has it drawn again. For the same reason it is asked from
# where a camera was surveyed: where it stands is not known before it is drawn.
NEAR = """
    UPDATE camera c SET placed_at = NULL
    WHERE EXISTS (
        SELECT FROM changed
        WHERE box && ST_Expand(
                c.surveyed_position,
                (c.range + %(snap)s) / 111000
                    / greatest(cos(radians(ST_Y(c.surveyed_position))), 0.02),
                (c.range + %(snap)s) / 110500
            )
            AND ST_DWithin(box::geography, c.surveyed_position::geography, c.range + %(snap)s)
    )
"""

SHIFTED = """
    UPDATE camera SET placed_at = NULL
    WHERE level > 0 AND form <> 'moving'
      AND public_anchor IS DISTINCT FROM anchor_at(surveyed_position)
"""


def queue_near(boxes: Boxes) -> int:
    """Let every camera wait that one of these boxes (west, south, east, north) is in range of."""
    if not len(boxes):
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changed (box geometry) ON COMMIT DROP")
        with cursor.copy("COPY changed FROM STDIN") as copy:
            for west, south, east, north in boxes.tolist():
                ring = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
                copy.write_row([f"SRID=4326;POLYGON(({ring}))"])
        cursor.execute("CREATE INDEX ON changed USING gist (box)")
        cursor.execute("ANALYZE changed")
        cursor.execute(NEAR, {"snap": SNAP_LIMIT})
        queued = int(cursor.rowcount)
        cursor.execute("DROP TABLE changed")
    if queued:
        request_placing()
    return queued


def queue_shifted() -> int:
    """Let every private camera wait whose house has another anchor than it is shown at."""
    with connection.cursor() as cursor:
        cursor.execute(SHIFTED)
        queued = int(cursor.rowcount)
    if queued:
        request_placing()
    return queued


def request_placing() -> None:
    """Have the worker place what waits, once what waits is committed.

    Not before: a job already in the queue might start, and not see it.
    """
    transaction.on_commit(_defer)


def _defer() -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        place_waiting.defer()


@app.periodic(cron="*/5 * * * *")  # for what a process left behind that died before it asked
@app.task(name="place_cameras", queueing_lock="place_cameras", lock="place_cameras")
def place_waiting(timestamp: int = 0) -> None:
    """Place every camera that waits, however many changed at once."""
    place(workers=os.cpu_count() or 1)
