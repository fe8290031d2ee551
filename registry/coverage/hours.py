"""Calls by hour of the day, and how many of them a camera of the study would see."""

from typing import Any

import numpy as np
import pandas as pd
from django.conf import settings
from django.db import connection
from h3ronpy.vector import coordinates_to_cells

from registry.coverage import counts
from registry.coverage.demand import NEIGHBOURHOOD, YEARS
from registry.coverage.models import Study

LEAST = 20  # calls; fewer could be told apart
CALLS = """
    SELECT ST_X(position), ST_Y(position),
        extract(hour FROM reported_at AT TIME ZONE %(zone)s)::int
    FROM incident
    WHERE position && ST_Expand(%(area)s::geometry, 0.003)
      AND reported_at > %(since)s AND reported_at <= %(at)s
      AND (%(kinds)s::text[] = '{}' OR kind = ANY(%(kinds)s::text[]))
"""


def hours(study: Study) -> dict[str, Any]:
    """Count the calls of each hour in the neighbourhoods of a study, and those that are seen.

    As in the study's demand, a call counts in its whole neighbourhood and is seen with the share
    of the neighbourhood's ground that is. Nothing is told of fewer than twenty calls.
    """
    calls = _calls(study)
    places = counts.places(study, NEIGHBOURHOOD).groupby("place")[["cells", "seen"]].sum()
    here = calls.join(places, on="place", how="inner")
    if len(here) < LEAST:
        return {"rows": [], "least": LEAST, "calls": 0}
    shares = here["seen"] / here["cells"]
    by_hour = pd.DataFrame({"hour": here["hour"], "seen": shares, "calls": 1}).groupby("hour").sum()
    by_hour = by_hour.reindex(range(24), fill_value=0)
    return {
        "rows": [
            {"hour": int(hour), "calls": int(row["calls"]), "seen": round(float(row["seen"]), 1)}
            for hour, row in by_hour.iterrows()
        ],
        "least": LEAST,
        "calls": len(here),
    }


def _calls(study: Study) -> pd.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(
            CALLS,
            {
                "area": study.area.envelope.ewkt,
                "since": study.at - YEARS,
                "at": study.at,
                "zone": settings.TIME_ZONE,
                "kinds": study.demand.get("kinds") or [],
            },
        )
        rows = np.array(cursor.fetchall(), float).reshape(-1, 3)
    place = np.asarray(coordinates_to_cells(rows[:, 1], rows[:, 0], NEIGHBOURHOOD), np.uint64)
    return pd.DataFrame({"place": place.astype(np.int64), "hour": rows[:, 2].astype(int)})
