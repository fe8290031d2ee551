"""Adding up who lives where: census blocks into districts."""

from pathlib import Path

import shapely
from django.db import connection, transaction

from registry.places.features import Rejected
from registry.places.importing import Outcome, keep_account
from registry.places.records import Record
from registry.places.refusals import UnreadableFile
from registry.places.rowwise import LARGEST_NUMBER, records, tags_of
from registry.places.storing import NOTHING_CHANGED

COUNT = """
    WITH counted AS (
        SELECT d.id, sum(b.people) AS people
        FROM block b
        JOIN district d ON ST_Covers(d.area, b.middle)
        GROUP BY d.id
    )
    UPDATE district d SET population = counted.people FROM counted
    WHERE counted.id = d.id AND d.population IS DISTINCT FROM counted.people
"""
OUTSIDE = """
    SELECT external_id FROM block b
    WHERE NOT EXISTS (SELECT FROM district d WHERE ST_Covers(d.area, b.middle))
"""


def count_people(path: Path, *, credit: str = "", crs: str | None = None) -> Outcome:
    """Set each district's population to the sum of the areas or points whose middle lies in it."""
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}.")
    rejected: list[Rejected] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '1h'")
        cursor.execute(
            "CREATE TEMPORARY TABLE block (external_id text, people integer, middle geometry)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY block FROM STDIN") as copy:
            for record in records(path, crs):
                row = _block(record)
                if isinstance(row, Rejected):
                    rejected.append(row)
                else:
                    copy.write_row(row)
        cursor.execute(OUTSIDE)
        rejected += [_rejected(id, "It lies in no district.") for (id,) in cursor.fetchall()]
        cursor.execute(COUNT)
        counts = {"district": {"changed": cursor.rowcount}}
        cursor.execute("DROP TABLE block")
        outcome = Outcome(counts, NOTHING_CHANGED, rejected=rejected)
        keep_account(path, outcome, credit)
    return outcome


def _block(record: Record) -> tuple[str, int, str] | Rejected:
    id = record.id() or f"row {record.number}"
    text = tags_of(record.fields).get("population", "")
    if not text:
        return _rejected(id, "It has no population.")
    try:
        people = float(text)
    except ValueError:
        return _rejected(id, f"Its population {text[:40]} is not a number.")
    if not 0 <= people <= LARGEST_NUMBER:
        return _rejected(id, f"Its population {text[:40]} cannot be.")
    if record.shape is None or shapely.is_empty(record.shape):
        return _rejected(id, "It has no shape.")
    middle = shapely.set_srid(shapely.point_on_surface(record.shape), 4326)
    return id, round(people), str(shapely.to_wkb(middle, hex=True, include_srid=True))


def _rejected(id: str, reason: str) -> Rejected:
    return Rejected(id, "population", reason)
