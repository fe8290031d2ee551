"""Storing places: copied in bulk, then merged so that an import can be repeated."""

from dataclasses import dataclass, field

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from registry.places.features import Feature, Layer
from registry.places.rows import TABLES, Table, rows_of

BATCH = 5000
Boxes = NDArray[np.float64]
NOTHING_CHANGED: Boxes = np.empty((0, 4))

# {shape} and the rest are this module's own names, never a file's.
INCOMING = """
    CREATE TEMPORARY TABLE incoming_{name} ON COMMIT DROP AS
    SELECT external_id, {shape}::geometry, {columns} FROM {name} WITH NO DATA
"""
COUNT = "SELECT count(DISTINCT external_id) FROM incoming_{name}"
MERGE = """
    INSERT INTO {name} AS old (source, external_id, {shape}, {columns})
    SELECT DISTINCT ON (external_id) %(source)s, external_id, {multi}, {columns}
    FROM incoming_{name}
    ORDER BY external_id
    ON CONFLICT (source, external_id) DO UPDATE
    SET ({shape}, {columns}) = ROW (excluded.{shape}, {excluded})
    WHERE (old.{shape}::bytea, {old}) IS DISTINCT FROM (excluded.{shape}::bytea, {excluded})
    RETURNING xmax = 0
"""
# What stood there before counts too: a house torn down opens a view.
CHANGED = """
    WITH change AS (
        SELECT old.footprint AS was, new.footprint AS becomes
        FROM incoming_building new
        LEFT JOIN building old ON old.external_id = new.external_id AND old.source = %(source)s
        WHERE (old.footprint::bytea, old.height)
            IS DISTINCT FROM (ST_Multi(new.footprint)::bytea, new.height)
    )
    SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
    FROM (SELECT was AS box FROM change UNION ALL SELECT becomes FROM change) AS boxes
    WHERE box IS NOT NULL
"""


@dataclass
class Store:
    """One file's places on their way into the database, inside the caller's transaction."""

    source: str
    waiting: dict[Layer, list[Feature]] = field(default_factory=dict)
    _started: set[Layer] = field(default_factory=set)

    def add(self, feature: Feature) -> None:
        """Take one place; it is copied with the next batch."""
        features = self.waiting.setdefault(feature.layer, [])
        features.append(feature)
        if len(features) >= BATCH:
            self._copy(feature.layer)

    def merge(self) -> tuple[dict[str, dict[str, int]], Boxes]:
        """Store everything; give new/changed/same by layer, and boxes around changed buildings."""
        counts, boxes = {}, NOTHING_CHANGED
        for layer in self.waiting:
            self._copy(layer)
        with connection.cursor() as cursor:
            for layer in sorted(self._started):
                if layer is Layer.BUILDING:
                    cursor.execute(CHANGED, {"source": self.source})
                    boxes = np.array(cursor.fetchall(), dtype=float).reshape(-1, 4)
                counts[str(layer)] = self._merge(cursor, TABLES[layer])
        return counts, boxes

    def _copy(self, layer: Layer) -> None:
        table, features = TABLES[layer], self.waiting[layer]
        with connection.cursor() as cursor:
            if layer not in self._started:
                cursor.execute(_named(INCOMING, table))
                self._started.add(layer)
            with cursor.copy(f"COPY incoming_{table.name} FROM STDIN") as copy:
                for row in rows_of(layer, features):
                    copy.write_row(row)
        features.clear()

    def _merge(self, cursor: CursorWrapper, table: Table) -> dict[str, int]:
        cursor.execute(_named(COUNT, table))
        (total,) = cursor.fetchone()
        cursor.execute(_named(MERGE, table), {"source": self.source})
        added = [new for (new,) in cursor.fetchall()]
        cursor.execute(f"DROP TABLE incoming_{table.name}")
        new, touched = sum(added), len(added)
        return {"new": new, "changed": touched - new, "same": total - touched}


def _named(statement: str, table: Table) -> str:
    multi = f"ST_Multi({table.shape})" if table.geometry_type.startswith("Multi") else table.shape
    return statement.format(
        name=table.name,
        shape=table.shape,
        multi=multi,
        columns=", ".join(table.columns),
        old=", ".join(f"old.{column}" for column in table.columns),
        excluded=", ".join(f"excluded.{column}" for column in table.columns),
    )
