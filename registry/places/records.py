"""One row of any table with places in it, whatever file it came from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

# Names under which files keep what identifies a row, the surest first.
IDS = ("ref", "external_id", "osm_id", "@id", "full_id", "id", "fid", "gid", "objectid")


@dataclass(frozen=True)
class Record:
    """A row: its number in the file, its fields as text, its shape in degrees if it has one."""

    number: int
    fields: dict[str, str]
    shape: shapely.Geometry | None = None
    mended: str = ""

    def id(self) -> str:
        """Give what the file itself calls this row; nothing where it has no name for it."""
        lower = {name.lower(): value for name, value in self.fields.items()}
        return next((lower[name] for name in IDS if lower.get(name)), "")


def as_text(value: Any) -> str:
    """Write a field as text; a missing one is empty."""
    if value is None or value is np.ma.masked:
        return ""
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else f"{value:.15g}"
    if isinstance(value, np.datetime64) and np.isnat(value):
        return ""
    return str(value).strip()
