"""Writing millions of measured cells: PostgreSQL's binary COPY, straight from the arrays."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from django.db import connection

from geo.measuring import Measured

# https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": each row is a count of
# fields and each field has its length before it, most significant byte first.
HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
ROW = np.dtype(
    [
        ("fields", ">i2"),
        ("camera_bytes", ">i4"),
        ("camera", "V16"),
        ("cell_bytes", ">i4"),
        ("cell", ">i8"),
        ("px_bytes", ">i4"),
        ("px_per_m", ">f8"),
    ]
)


def write(cameras: Sequence[UUID], found: Measured) -> None:
    """Replace these cameras' cells by what was found, in the caller's transaction.

    `found.camera` is the row in `cameras`; one that sees nothing keeps no cell.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM camera_cell WHERE camera_id = ANY(%s)", [list(cameras)])
        with cursor.copy(
            "COPY camera_cell (camera_id, cell, px_per_m) FROM STDIN (FORMAT BINARY)"
        ) as copy:
            copy.write(HEAD + packed(cameras, found) + END)


def packed(cameras: Sequence[UUID], found: Measured) -> bytes:
    """Give the rows as COPY reads them."""
    ids = np.frombuffer(b"".join(camera.bytes for camera in cameras), dtype="V16")
    rows = np.zeros(len(found.cell), ROW)
    rows["fields"], rows["camera_bytes"], rows["cell_bytes"], rows["px_bytes"] = 3, 16, 8, 8
    rows["camera"] = ids[found.camera] if len(ids) else ids
    rows["cell"], rows["px_per_m"] = found.cell.astype(np.int64), found.px_per_m
    return rows.tobytes()
