"""Rows of numbers as a table anybody can open."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpResponse

# A program that opens a table takes what begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Mapping[str, Any]], name: str) -> HttpResponse:
    """Give rows as CSV, what lies within a field in columns of its own, named by the way there."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    flat = [dict(_flat(row)) for row in rows]
    columns = list(dict.fromkeys(column for row in flat for column in row))
    writer = csv.DictWriter(response, columns, restval="")
    writer.writeheader()
    writer.writerows(flat)
    return response


def _flat(row: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        name = f"{within}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}_")
        elif isinstance(value, list):
            yield from _flat({str(nth): each for nth, each in enumerate(value)}, f"{name}_")
        else:
            yield name, _harmless(value)


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
