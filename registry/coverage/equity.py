"""Whether places are watched alike: what is seen for each resident, and what is asked of it."""

from typing import Any, NamedTuple

import numpy as np

from registry.coverage import watched
from registry.coverage.models import Study

STATEMENT = (
    "This counts places, not people: where the agencies' cameras look, and nothing about who "
    "lives or walks there."
)


class Lorenz(NamedTuple):
    """Shares of residents and of what they have, from the least to the best served; and Gini."""

    residents: list[float]
    had: list[float]
    gini: float


def equity(study: Study, districts: list[dict[str, Any]]) -> dict[str, Any]:
    """Compare the study's districts by resident, and its places by what is asked of them."""
    served = [_served(row) for row in districts if row["district"] is not None]
    spread = lorenz(
        [row["street_per_resident"] for row in served if row["residents"]],
        [row["residents"] for row in served if row["residents"]],
    )
    return {
        "statement": STATEMENT,
        "districts": served,
        "lorenz": spread and spread._asdict(),
        "sentence": _sentence(served, spread),
        "private_land": _private_land(districts),
        "places": watched.places(study),
    }


def lorenz(each: list[float], residents: list[float]) -> Lorenz | None:
    """Give the Lorenz curve and the Gini coefficient of something every resident has so much of.

    With groups in the order of what each resident has, P the share of residents and L that of the
    whole up to a group, G = 1 - Σ (P_i - P_(i-1))(L_i + L_(i-1)): twice the area between the curve
    and equality, by trapezoids (Gastwirth, Review of Economics and Statistics 54, 1972). Within a
    group all count as alike, so it is the least the true one can be. None with fewer than two
    groups, or where nobody has anything.
    """
    had = np.asarray(each, float) * np.asarray(residents, float)
    if len(had) < 2 or not had.sum():
        return None
    order = np.argsort(each, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(np.asarray(residents, float)[order])])
    owned = np.concatenate([[0.0], np.cumsum(had[order])])
    people, owned = people / people[-1], owned / owned[-1]
    gini = 1 - float(np.sum(np.diff(people) * (owned[1:] + owned[:-1])))
    return Lorenz(people.tolist(), owned.tolist(), max(gini, 0.0))


def _served(row: dict[str, Any]) -> dict[str, Any]:
    residents = row["residents"] or None
    return {
        "district": row["district"],
        "name": row["name"],
        "residents": row["residents"],
        "street_share": row["shares"]["street"],
        "street_per_resident": row["street_seen_m"] / residents if residents else None,
        "public_per_resident": row["public_seen_m2"] / residents if residents else None,
        "looks": row["looks"],
    }


def _private_land(districts: list[dict[str, Any]]) -> dict[str, Any]:
    """Say how much land that is no street, park or square the agencies' cameras watch."""
    rows = [
        {
            "name": row["name"],
            "seen_m2": row["private_seen_m2"],
            "share": _part(row["private_seen_m2"], row["area_m2"] - row["public_m2"]),
        }
        for row in districts
    ]
    seen = sum(row["private_seen_m2"] for row in districts)
    land = sum(row["area_m2"] - row["public_m2"] for row in districts)
    watched = sum(row["seen_m2"] for row in districts)
    return {
        "seen_m2": seen,
        "share": _part(seen, land),
        "of_watched": _part(seen, watched),
        "districts": rows,
    }


def _part(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _sentence(served: list[dict[str, Any]], spread: Lorenz | None) -> str:
    """Say the spread in a sentence anybody can check against the table."""
    known = [row for row in served if row["street_per_resident"] is not None]
    if spread is None or len(known) < 2:
        return "There are too few districts with known residents to compare."
    least = min(known, key=lambda row: row["street_per_resident"])
    most = max(known, key=lambda row: row["street_per_resident"])
    gini = f"Gini {spread.gini:.2f}, where 0 is all alike."
    if not least["street_per_resident"]:
        return (
            f"No street in {least['name']} is seen; {most['name']} has "
            f"{1000 * most['street_per_resident']:,.0f} m for 1,000 residents. {gini}"
        )
    times = most["street_per_resident"] / least["street_per_resident"]
    return (
        f"{most['name']} has {times:.1f} times as much seen street for each resident as "
        f"{least['name']}. {gini}"
    )
