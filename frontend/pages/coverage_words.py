"""What a study found, in the words and figures of its page."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from geo.optics import SCHEMES
from registry.coverage.models import Reason, Study

SCHEME_NAMES = {"dori": "DORI (IEC 62676-4:2014)", "iec_2025": "IEC 62676-4:2025"}
CAMERAS = {
    Study.Cameras.ALL: "All",
    Study.Cameras.AGENCY: "The agency's own",
    Study.Cameras.LEVEL_TWO: "Level Two",
    Study.Cameras.LEVEL_ONE: "Level One",
}
# The order in which people read them: what to mend first.
REASONS = {
    Reason.NO_CAMERA: "no_camera",
    Reason.BLOCKED: "blocked",
    Reason.ELSEWHERE: "elsewhere",
    Reason.OFFLINE: "offline",
    Reason.PIXELS: "pixels",
}
SHARES = (
    ("area", "Open ground seen", "streets, parks, yards; not under roofs"),
    ("public", "Public ground seen", "streets, parks and squares"),
    ("demand", "Seen, weighted by demand", "calls, schools and crossings, as chosen"),
    ("street", "Street length seen", "along centre lines"),
)


class Share(NamedTuple):
    """One headline: a share in percent and the interval it lies in."""

    name: str
    label: str
    hint: str
    value: float
    low: float
    high: float

    @property
    def spread(self) -> float:
        """Give how wide the interval is."""
        return self.high - self.low


class Part(NamedTuple):
    """One line of a table: its words, its sums and what it is of the whole, in percent."""

    code: str
    label: str
    m2: float
    street_m: float | None
    percent: float


def shares(numbers: Mapping[str, Any]) -> list[Share]:
    """List the headlines that this study has."""
    told = numbers.get("shares", {})
    return [
        Share(name, label, hint, *(100 * found[key] for key in ("value", "low", "high")))
        for name, label, hint in SHARES
        if (found := told.get(name)) and found.get("value") is not None
    ]


def uncovered(numbers: Mapping[str, Any]) -> dict[str, float] | None:
    """Give the metres of street nobody sees well enough, and between which they lie."""
    share, street = numbers.get("shares", {}).get("street"), numbers.get("street_m")
    if not share or share.get("value") is None or not street:
        return None
    total = street["total"]
    return {
        "total": total,
        "metres": total - street["seen"],
        "low": total * (1 - share["high"]),
        "high": total * (1 - share["low"]),
    }


def levels(study: Study) -> list[Part]:
    """List the ground and the street at each level, the best first and what nobody sees last."""
    ground = study.numbers.get("area_by_level", [])
    street = study.numbers.get("street_m", {}).get("by_level", [])
    whole = sum(ground) or 1.0
    names = ["Not seen at any", *(name.capitalize() for name in SCHEMES[study.scheme])]
    rows = [
        Part(str(rank), name, m2, street[rank] if rank < len(street) else None, 100 * m2 / whole)
        for rank, (name, m2) in enumerate(zip(names, ground, strict=False))
    ]
    return rows[::-1]


def overlap(numbers: Mapping[str, Any]) -> list[Part]:
    """List how much ground no, one, two or more cameras see at the study's level."""
    told, whole = numbers.get("overlap", {}), numbers.get("area_m2") or 0.0
    if not told or not whole:
        return []
    nobody = max(whole - sum(told.values()), 0.0)
    named = (("0", "No camera"), ("1", "One"), ("2", "Two"), ("3+", "Three or more"))
    sums = {"0": nobody, **told}
    return [
        Part(code, label, sums.get(code, 0.0), None, 100 * sums.get(code, 0.0) / whole)
        for code, label in named
    ]


def reasons(numbers: Mapping[str, Any]) -> list[Part]:
    """List why ground and streets are not seen, the most ground first."""
    told = numbers.get("reasons", {})
    whole = sum(each["m2"] for each in told.values()) or 1.0
    found = [
        Part(code, Reason(reason).label, each["m2"], each["street_m"], 100 * each["m2"] / whole)
        for reason, code in REASONS.items()
        if (each := told.get(code)) and each["m2"] + each["street_m"]
    ]
    return sorted(found, key=lambda part: -part.m2)


def data(numbers: Mapping[str, Any]) -> str:
    """Say what the numbers rest on: cameras, how often they answer, heights."""
    if "cameras" not in numbers:
        return ""
    cameras, uptime = numbers["cameras"], numbers.get("uptime")
    said = f"{cameras} agency camera{'' if cameras == 1 else 's'} counted"
    if uptime is not None:
        said += f", answering {100 * uptime:.0f} % of the time"
    assumed = numbers.get("data", {}).get("buildings_missing_height")
    if assumed is not None:
        said += f"; the height of {100 * assumed:.0f} % of the buildings is assumed"
    return f"{said}."


def reason_code(reason: int) -> str:
    """Name the sign of a reason."""
    return REASONS.get(Reason(reason), "")


def density(scheme: str, level: str) -> str:
    """Say what counts as seen: "Recognise, 125 px/m"."""
    bound = SCHEMES.get(scheme, {}).get(level)
    return f"{level.capitalize()}, {bound:g} px/m" if bound else level


def densities() -> list[tuple[str, list[tuple[str, str]]]]:
    """Offer each level of each scheme, grouped as a select groups them."""
    return [
        (
            SCHEME_NAMES.get(scheme, scheme),
            [(f"{scheme}:{level}", density(scheme, level)) for level in bounds],
        )
        for scheme, bounds in SCHEMES.items()
    ]


def hour(of_day: int | None) -> str:
    """Say one hour of the day, or all of it."""
    return "all day" if of_day is None else f"{of_day:02}:00 to {(of_day + 1) % 24:02}:00"


def hours() -> list[tuple[str, str]]:
    """Offer the hours of the day."""
    return [("", "All day"), *((str(each), hour(each)) for each in range(24))]


def private(study: Study) -> str:
    """Say what private cameras add, and how much of the area may be told of."""
    told = study.numbers.get("with_private")
    if not told or study.cameras == Study.Cameras.AGENCY:
        return ""
    of = f"{told['blocks_told']} of {told['blocks']} blocks"
    if told["area"] is None:
        return f"Private cameras: nothing is told, for too few owners are in a block ({of})."
    share = 100 * told["area"]
    return (
        f"With private cameras {share:.1f} % of the open ground is seen. Their share is told for"
        f" {of} of at least twenty addresses, where three owners or more contribute; the map, the"
        " streets and the gaps are the agency's own cameras only."
    )
