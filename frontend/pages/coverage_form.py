"""A new study as a planner asks for it: of what area, by which cameras, seen how well."""

import json
from calendar import month_abbr
from datetime import datetime, time
from typing import Any

import shapely
from django import forms
from django.http import QueryDict
from django.utils import timezone

from frontend.pages.coverage_words import CAMERAS, densities, hours
from registry.coverage import areas
from registry.coverage.asked import HEAVIEST, HIGHEST, LOWEST, WEIGHTS, Asked
from registry.coverage.kinds import kinds
from registry.coverage.models import Study
from registry.places.models import District
from registry.refusals import Refusal

LARGEST_FILE = 20 << 20  # bytes
WAYS = [("districts", "Districts"), ("drawn", "Draw"), ("file", "File")]
# Under which of our fields a fault of the registry's stands.
FIELDS = {"scheme": "density", "level": "density", "at": "day", "demand.hours": "hour_from"}
MONTHS = list(enumerate(month_abbr))[1:]
PRIVATE = (
    "All adds private cameras as one share for each block of at least 20 addresses and three"
    " owners: never where they stand or how many there are."
)


def _weight(label: str, default: float) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        initial=default,
        min_value=0,
        max_value=HEAVIEST,
        widget=forms.NumberInput(attrs={"step": "any", "min": "0", "max": f"{HEAVIEST:g}"}),
    )


def _hour(label: str, otherwise: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", otherwise), *((hour, f"{hour:02}:00") for hour in range(24))],
    )


class StudyForm(forms.Form):
    """What a planner asks; an area given in one way leaves what was given in the others alone."""

    name = forms.CharField(
        label="Name",
        required=False,
        max_length=200,
        help_text="If left empty: the area and the day",
    )
    by = forms.ChoiceField(
        label="Area", choices=WAYS, initial="districts", widget=forms.RadioSelect
    )
    districts = forms.TypedMultipleChoiceField(
        label="Districts", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.CharField(
        label="Outline as GeoJSON",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="File with the outline",
        required=False,
        allow_empty_file=True,
        help_text="GeoJSON, GeoPackage or KML",
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.gpkg,.kml"}),
    )
    # A browser never sends a file again: what was read of it comes back with the form instead.
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    cameras = forms.ChoiceField(
        label="Cameras",
        choices=list(CAMERAS.items()),
        initial=Study.Cameras.ALL,
        help_text=PRIVATE,
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(label="Seen means", choices=densities, initial="dori:recognise")
    day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    hour = forms.TypedChoiceField(
        label="Hour", required=False, coerce=int, empty_value=None, choices=hours
    )
    target_height = forms.FloatField(
        label="Height of what is to be seen, metres",
        initial=1.5,
        min_value=LOWEST,
        max_value=HIGHEST,
        help_text="Private cameras always count at 1.5",
        widget=forms.NumberInput(attrs={"step": "0.1", "min": LOWEST, "max": HIGHEST}),
    )
    calls = _weight("Calls", WEIGHTS["calls"])
    schools = _weight("Schools", WEIGHTS["schools"])
    crossings = _weight("Crossings", WEIGHTS["crossings"])
    kinds = forms.MultipleChoiceField(
        label="Kinds of calls",
        required=False,
        help_text="None chosen: all of them",
        widget=forms.CheckboxSelectMultiple,
    )
    hour_from = _hour("Calls from", "Any hour")
    hour_until = _hour("Until", "Any hour")
    months = forms.TypedMultipleChoiceField(
        label="Months of calls",
        required=False,
        coerce=int,
        choices=MONTHS,
        help_text="None chosen: the whole year",
        widget=forms.CheckboxSelectMultiple,
    )

    data: QueryDict

    def __init__(self, data: QueryDict | None = None, **more: Any) -> None:
        """Offer the districts there are, and the kinds of call there have been."""
        super().__init__(None if data is None else data.copy(), **more)
        offered = [(kind, kind.replace("_", " ").capitalize()) for kind in kinds()]
        self._offer("districts", District.objects.order_by("name").values_list("pk", "name"))
        self._offer("kinds", offered)

    def clean(self) -> dict[str, Any]:
        """Read the outline or the file; both hours of calls are needed, or none."""
        said = super().clean() or {}
        match said.get("by"):
            case "drawn":
                said["outline"] = self._pasted("area")
            case "file":
                said["outline"] = self._sent()
            case "districts" if not (said.get("districts") or "districts" in self.errors):
                self.add_error("districts", "Choose at least one district.")
        if (said.get("hour_from") is None) != (said.get("hour_until") is None):
            self.add_error("hour_from", "Give both hours, or neither.")
        return said

    def asked(self) -> Asked:
        """Say it as the registry takes it."""
        said = self.cleaned_data
        scheme, level = said["density"].split(":")
        drawn = said["by"] != "districts"
        return Asked(
            name=said["name"],
            districts=[] if drawn else said["districts"],
            area=said["outline"] if drawn else None,
            cameras=said["cameras"],
            scheme=scheme,
            level=level,
            at=_moment(said["day"], said["hour"]),
            hour=said["hour"],
            target_height=said["target_height"],
            demand=_demand(said),
        )

    def refuse(self, refusal: Refusal) -> None:
        """Say the registry's faults beside the fields they are about."""
        for fault in refusal.errors:
            field = FIELDS.get(fault.field, fault.field.removeprefix("demand."))
            if field in ("area", "districts"):
                field = self._given()
            self.add_error(field if field in self.fields else None, fault.message)
        if not refusal.errors:
            self.add_error(None, refusal.detail)

    def _given(self) -> str:
        way = self.data.get("by", "districts")
        return "area" if way == "drawn" else str(way)

    def _offer(self, field: str, choices: Any) -> None:
        self.fields[field].choices = list(choices)  # type: ignore[attr-defined]

    def _pasted(self, field: str) -> dict[str, Any] | None:
        text = self.data.get(field, "").strip()
        if not text:
            self.add_error("area", "Draw the area on the map, or paste its outline.")
            return None
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, dict):
            return told
        self.add_error(self._given(), "This is no GeoJSON.")
        return None

    def _sent(self) -> dict[str, Any] | None:
        file = self.files.get("file")
        if file is None and self.data.get("kept"):
            return self._pasted("kept")
        if file is None:
            self.add_error("file", "Choose a file.")
            return None
        if (file.size or 0) > LARGEST_FILE:
            self.add_error("file", f"A file has at most {LARGEST_FILE >> 20} MB.")
            return None
        try:
            outline = shapely.to_geojson(areas.uploaded(file.read()))
        except Refusal as refusal:
            self.add_error("file", "; ".join(e.message for e in refusal.errors) or refusal.detail)
            return None
        self.data.update({"kept": outline, "kept_name": str(file.name)})
        told: dict[str, Any] = json.loads(outline)
        return told


def as_asked(study: Study) -> dict[str, Any]:
    """Fill the form in as this study was asked."""
    told, (first, until) = study.demand, _span(study.demand.get("hours", []))
    drawn = not study.districts
    return {
        "by": "drawn" if drawn else "districts",
        "districts": study.districts,
        "area": study.area.geojson if drawn else "",
        "cameras": study.cameras,
        "density": f"{study.scheme}:{study.level}",
        "hour": study.hour,
        "target_height": study.target_height,
        "kinds": told.get("kinds", []),
        "months": told.get("months", []),
        "hour_from": first,
        "hour_until": until,
        **{name: told.get(name, default) for name, default in WEIGHTS.items()},
    }


def _span(hours: list[int]) -> tuple[int | None, int | None]:
    """Say hours in a row, also across midnight, as from and until; others are no span."""
    begins = [hour for hour in hours if (hour - 1) % 24 not in hours]
    if len(begins) != 1:
        return None, None
    return begins[0], (begins[0] + len(hours)) % 24


def _moment(day: Any, hour: int | None) -> datetime | None:
    """Take the cameras as they stood at the end of the day or at its hour, or as they stand."""
    if day is None:
        return None
    clock = time(23, 59, 59) if hour is None else time(hour)
    at = timezone.make_aware(datetime.combine(day, clock))
    return None if day == timezone.localdate() and at > timezone.now() else at


def _demand(said: dict[str, Any]) -> dict[str, Any]:
    weights = {name: said[name] or 0.0 for name in WEIGHTS}
    first, until = said["hour_from"], said["hour_until"]
    span = [] if first is None else range(first, first + ((until - first) % 24 or 24))
    hours = [hour % 24 for hour in span]
    return {**weights, "kinds": said["kinds"], "hours": hours, "months": said["months"]}
