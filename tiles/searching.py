"""Places by the words people call them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

SEARCH = (Path(__file__).parent / "sql" / "place_search.sql").read_text()


def places_named(words: Sequence[str], *, limit: int) -> list[dict[str, Any]]:
    """Give GeoJSON points of what is called so; a word (letters, digits, _) may be unfinished."""
    query = " & ".join(f"'{word.lower()}':*" for word in words[:8])
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, {"query": query, "most": limit})
        return [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lng, lat]},
                "properties": {"name": name, "kind": kind},
            }
            for kind, name, lng, lat in cursor.fetchall()
        ]
