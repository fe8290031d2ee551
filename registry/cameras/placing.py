"""Drawing anew what cameras see, when they or a building near them changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from uuid import UUID

import shapely
from django.db import connection, transaction

from registry.cameras.drawing import Drawn, draw
from registry.cameras.models import Camera
from registry.cameras.neighbourhoods import Square, square_of
from registry.cameras.packing import pack
from registry.cameras.surroundings import Claimed, buildings_around, claim

Progress = Callable[[int, int], None]

CHUNK = 250  # cameras held at a time: a fraction of a second, so that nobody waits for long
MERGE = Path(__file__).with_suffix(".sql").read_text()
# PostGIS sorts points along a Hilbert curve, so neighbours come together.
WAITING = """
    SELECT id, ST_X(surveyed_position), ST_Y(surveyed_position) FROM camera
    WHERE placed_at IS NULL
    ORDER BY surveyed_position
"""
CHOSEN = """
    SELECT id, ST_X(surveyed_position), ST_Y(surveyed_position) FROM camera
    WHERE id = ANY(%s)
    ORDER BY surveyed_position
"""
# Made once for each connection: a table a second would swell the catalogue.
DRAWN = """
    CREATE TEMPORARY TABLE IF NOT EXISTS drawn (
        id uuid PRIMARY KEY, position geometry, height float8, snapped_by float8, indoor boolean,
        sees geometry, reach geometry, live boolean, attr integer, since timestamptz,
        changed boolean DEFAULT true
    ) ON COMMIT DELETE ROWS
"""
COLUMNS = ("id", "position", "height", "snapped_by", "indoor", "sees", "reach", "live", "attr")


def place(
    ids: Iterable[UUID] | None = None, *, progress: Progress | None = None, workers: int = 1
) -> int:
    """Draw these cameras' fields of view, or those of all that wait; give how many were drawn.

    Each chunk is one transaction: versions, tile rows and the cameras' own rows change together.
    """
    chunks = list(_chunks(_spots(WAITING) if ids is None else _spots(CHOSEN, list(ids))))
    total, done = sum(map(len, chunks)), 0
    for count in _each(chunks, workers):
        done += count
        if progress:
            progress(done, total)
    return done


def place_now(ids: Sequence[UUID]) -> int:
    """Draw cameras in the caller's transaction; give how many nobody else held."""
    claimed = claim(ids)
    drawn: dict[UUID, Drawn] = {}
    for some in _by_square(claimed):  # one at most, unless a camera moved since it was listed
        sights = [camera.sight for camera in some]
        drawings = draw(sights, *buildings_around(sights))
        drawn |= zip((camera.id for camera in some), drawings, strict=True)
    _merge(claimed, drawn)
    return len(claimed)


def _by_square(claimed: Iterable[Claimed]) -> Iterable[list[Claimed]]:
    squares: dict[Square, list[Claimed]] = {}
    for camera in claimed:
        if camera.status != Camera.Status.RETIRED:
            square = square_of(camera.sight.lng, camera.sight.lat)
            squares.setdefault(square, []).append(camera)
    return squares.values()


def _place_chunk(ids: Sequence[UUID]) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")
        return place_now(ids)


def _each(chunks: list[list[UUID]], workers: int) -> Iterator[int]:
    if workers == 1:
        yield from map(_place_chunk, chunks)
        return
    with ThreadPoolExecutor(workers) as threads:
        for chunk in as_completed([threads.submit(_place_apart, ids) for ids in chunks]):
            yield chunk.result()


def _place_apart(ids: Sequence[UUID]) -> int:
    """Draw a chunk in a thread of its own, which leaves no connection behind."""
    try:
        return _place_chunk(ids)
    finally:
        connection.close()


def _spots(question: str, *values: list[UUID]) -> list[tuple[UUID, float, float]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _chunks(spots: list[tuple[UUID, float, float]]) -> Iterator[list[UUID]]:
    """Cut a walk among neighbours into chunks, none of which leaves its square."""
    squares: dict[Square, list[UUID]] = {}
    for id, lng, lat in spots:
        squares.setdefault(square_of(lng, lat), []).append(id)
    for ids in squares.values():
        yield from (ids[i : i + CHUNK] for i in range(0, len(ids), CHUNK))


def _merge(claimed: list[Claimed], drawn: dict[UUID, Drawn]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DRAWN)
        with cursor.copy(f"COPY drawn ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for camera in claimed:
                copy.write_row(_row(camera, drawn.get(camera.id)))
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
        cursor.execute(MERGE, {"at": at})
        cursor.execute("DELETE FROM drawn")  # a second time in one transaction starts afresh


def _row(camera: Claimed, drawn: Drawn | None) -> tuple[object, ...]:
    on_map = camera.status == Camera.Status.APPROVED
    if drawn is None:
        return (camera.id, _hex(shapely.Point(camera.sight.lng, camera.sight.lat)),
                camera.sight.height, 0.0, camera.sight.indoor, None, None, False, None)  # fmt: skip
    attr = pack(
        camera.kind, camera.form, camera.level, indoor=drawn.indoor, published=camera.published
    )
    return (
        camera.id,
        _hex(shapely.Point(drawn.lng, drawn.lat)),
        drawn.height,
        drawn.snapped_by,
        drawn.indoor,
        _hex(drawn.sees),
        _hex(drawn.reach),
        True,
        attr if on_map else None,
    )


def _hex(shape: shapely.Geometry | None) -> str | None:
    """Write a geometry as PostGIS reads it in COPY: hexadecimal EWKB with its SRID."""
    if shape is None:
        return None
    return str(shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True))
