"""The file beside an import that says what was turned away, and why."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from registry.refusals import Refusal


class Unwritable(Refusal):
    """The list of rejected rows cannot be written."""

    title = "Unwritable file"


def write_rejected(beside: Path, rows: Iterable[Mapping[str, object]]) -> Path | None:
    """Write FILE.rejected.csv, or take away an older one where nothing was rejected."""
    path = beside.with_name(f"{beside.name}.rejected.csv")
    written = list(rows)
    try:
        if not written:
            path.unlink(missing_ok=True)
            return None
        columns = list(dict.fromkeys(column for row in written for column in row))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(written)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from error
    return path
