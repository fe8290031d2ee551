"""A snapshot read here says what PostgreSQL says of it."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tiles.snapshot import Snapshot

TRANSACTIONS = range(1, 30)


@given(
    lowest=st.integers(3, 10),
    more=st.integers(0, 10),
    running=st.sets(st.integers(3, 20)),
)
def test_a_snapshot_is_written_as_it_was_read(lowest: int, more: int, running: set[int]) -> None:
    inside = sorted(xid for xid in running if lowest <= xid < lowest + more)
    text = f"{lowest}:{lowest + more}:{','.join(map(str, inside))}"
    assert str(Snapshot.read(text)) == text


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["10:10:", "5:12:5,7,11", "3:20:4", "8:9:8"])
def test_it_saw_what_postgres_says_it_saw(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(pg_visible_in_snapshot(x::text::xid8, %s::pg_snapshot) ORDER BY x)"
            " FROM unnest(%s::int[]) AS x",
            [text, list(TRANSACTIONS)],
        )
        (told,) = cursor.fetchone()
    assert [Snapshot.read(text).saw(xid) for xid in TRANSACTIONS] == told
