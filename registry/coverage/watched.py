"""Places that are watched more than is asked for them."""

from typing import Any

import numpy as np
import pandas as pd
import shapely
from h3ronpy.vector import cells_to_coordinates

from registry.coverage import counts
from registry.coverage.models import Study

RESOLUTION = 10  # about 130 metres across: a few houses on both sides of a street
LEAST_CELLS = 40  # of some 340: less is the study's margin and says little of a place
LEAST_PLACES = 10  # ranks among fewer say little
LISTED = 12
MORE = 0.25  # a quarter of all places between being watched and being asked for


def places(study: Study) -> dict[str, Any]:
    """Rank the study's places by how much is watched and by how much is asked, and compare.

    A place is an H3 cell of resolution 10. How much it is watched is how many cameras see a square
    metre of it at the study's level, on average; how much is asked, its demand by square metre.
    Both become ranks from 0 to 1, ties sharing theirs; a place is watched more than it is asked
    for where the first is above the second by a quarter of all places or more.
    """
    frame = counts.places(study, RESOLUTION).groupby("place", as_index=False).sum()
    frame = frame[frame["cells"] >= LEAST_CELLS]
    asked = frame["asked"].sum() > 0
    if not asked or len(frame) < LEAST_PLACES:
        return {"sentence": _unknown(bool(asked)), "compared": len(frame), "rows": [], "dots": []}
    frame = frame.assign(
        watched=_rank(frame["looks"] / frame["cells"]),
        wanted=_rank(frame["asked"] / frame["cells"]),
    )
    frame = frame.assign(gap=frame["watched"] - frame["wanted"])
    more = frame[(frame["gap"] >= MORE) & (frame["looks"] > 0)]
    return {
        "sentence": _sentence(len(more), len(frame)),
        "compared": len(frame),
        "rows": _named(study, more.sort_values(["gap", "place"], ascending=[False, True])),
        "dots": frame[["watched", "wanted"]].round(3).values.tolist(),
    }


def _rank(column: pd.Series) -> pd.Series:
    """Rank from 0, the least, to 1, the most."""
    ranks = column.rank(method="average")
    return (ranks - 1) / max(len(column) - 1, 1)


def _named(study: Study, places: pd.DataFrame) -> list[dict[str, Any]]:
    """Say where the first of these are: the middle, and the street with most metres in them."""
    first = places.head(LISTED)
    middles = cells_to_coordinates(first["place"].to_numpy().astype(np.uint64))
    points: Any = shapely.points(np.asarray(middles["lng"]), np.asarray(middles["lat"]))
    names = _nearest_names(study, points)
    return [
        {
            "cell": format(int(row["place"]), "x"),
            "at": [round(point.x, 6), round(point.y, 6)],
            "street": name,
            "watched": round(float(row["watched"]), 3),
            "wanted": round(float(row["wanted"]), 3),
            "looks": round(float(row["looks"] / row["cells"]), 2),
        }
        for (_, row), point, name in zip(first.iterrows(), points, names, strict=True)
    ]


def _nearest_names(study: Study, points: Any) -> list[str]:
    streets = [
        (name, shapely.from_wkb(bytes(line.wkb)))
        for name, line in study.streets.exclude(name="").values_list("name", "line")
    ]
    if not streets:
        return [""] * len(points)
    tree = shapely.STRtree([line for _, line in streets])
    return [streets[nearest][0] for nearest in tree.nearest(points)]


def _unknown(asked: bool) -> str:
    if not asked:
        return "Nothing is asked of this area, so watching cannot be compared with it."
    return "The area is too small to compare places in it."


def _sentence(more: int, compared: int) -> str:
    return (
        f"{more} of {compared} places are watched more than is asked for them: their rank among "
        "watched places is above their rank among asked-for ones by a quarter of all places or "
        "more."
    )
