"""The two questions of the page of effect, as forms in its address: a link leads to an answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from registry.coverage.kinds import kinds
from registry.ledger.comparing import Asked, named
from registry.ledger.funnel import BY
from registry.ledger.months import Month, Period
from registry.ledger.places import CORNERS, FARTHEST, NEAREST, Area
from registry.places.models import District
from registry.refusals import Fault, Refusal

RING = 250  # metres
YEAR = 12
Corners = list[tuple[float, float]]


class Drawn(forms.CharField):
    """Corners that were drawn, "lng,lat lng,lat …": short enough for an address."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        """Read the corners."""
        words = (super().to_python(value) or "").split()
        try:
            corners = [tuple(map(float, word.split(","))) for word in words[: CORNERS + 1]]
        except ValueError:
            corners = [()]
        if any(len(corner) != 2 for corner in corners):
            raise forms.ValidationError("Write corners as longitude,latitude with spaces between.")
        return corners


class OfMonths(forms.Form):
    """What both forms have: months to choose from, and a way to take refusals in."""

    def __init__(self, data: QueryDict | None, months: list[Month], **more: Any) -> None:
        super().__init__(data, **more)
        for name, field in self.fields.items():
            if name.endswith(("begins", "ends")) and isinstance(field, forms.ChoiceField):
                field.choices = [(str(each), f"{each.first:%B %Y}") for each in months]

    def refuse(self, refusal: Refusal) -> None:
        """Set each fault at its field."""
        for fault in refusal.errors or [Fault("", refusal.detail)]:
            self.add_error(fault.field if fault.field in self.fields else None, fault.message)

    def period(self, name: str) -> Period:
        """Read a first and a last month."""
        prefix = f"{name}_" if name else ""
        begins, ends = (
            Month.read(self.cleaned_data[f"{prefix}{end}"]) for end in ("begins", "ends")
        )
        return Period(begins, ends)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.fields:
            if name.endswith("ends"):
                begins = cleaned.get(name.removesuffix("ends") + "begins")
                if begins and cleaned.get(name) and cleaned[name] < begins:
                    self.add_error(name, "This is before the first month.")
        return cleaned


class FunnelForm(OfMonths):
    """Of which months, and by what."""

    begins = forms.ChoiceField(label="From")
    ends = forms.ChoiceField(label="To")
    by = forms.ChoiceField(label="By", choices=list(BY.items()))

    @classmethod
    def usual(cls, months: list[Month]) -> dict[str, str]:
        """Ask for the last year by kind."""
        return {"begins": str(months[-YEAR:][0]), "ends": str(months[-1]), "by": "kind"}


class ComparisonForm(OfMonths):
    """Which areas, which months, which kinds of calls."""

    treated = forms.TypedMultipleChoiceField(
        label="Districts", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    treated_drawn = Drawn(label="Or corners that were drawn", required=False)
    ring = forms.FloatField(
        label="Ring round it, metres",
        initial=RING,
        min_value=NEAREST,
        max_value=FARTHEST,
        widget=forms.NumberInput(attrs={"step": "50"}),
    )
    control = forms.TypedMultipleChoiceField(
        label="Districts", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    control_drawn = Drawn(label="Or corners that were drawn", required=False)
    before_begins = forms.ChoiceField(label="Before, from")
    before_ends = forms.ChoiceField(label="Before, to")
    after_begins = forms.ChoiceField(label="After, from")
    after_ends = forms.ChoiceField(label="After, to")
    kinds = forms.MultipleChoiceField(
        label="Kinds of calls", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None, months: list[Month], **more: Any) -> None:
        super().__init__(data, months, **more)
        districts = list(District.objects.order_by("name").values_list("pk", "name"))
        self._choices("treated", districts)
        self._choices("control", districts)
        self._choices("kinds", [(name, name) for name in sorted({*map(named, kinds())})])

    def asked(self) -> Asked:
        """Give the question."""
        said = self.cleaned_data
        return Asked(
            treated=Area(districts=said["treated"], corners=said["treated_drawn"]),
            ring_m=said["ring"],
            control=Area(districts=said["control"], corners=said["control_drawn"]),
            before=self.period("before"),
            after=self.period("after"),
            kinds=said["kinds"],
        )

    @classmethod
    def usual(cls, months: list[Month]) -> dict[str, Any]:
        """Ask of the last months, a year at most, and of the same months a year before."""
        length = min(YEAR, len(months) - YEAR)
        if length < 1:  # not two summers yet
            length = max(1, len(months) // 2)
        later = months[-length:]
        sooner = [each for each in months if each < later[0]]
        same = [each.later(-YEAR) for each in later]
        before = same if same[0] in months else sooner[-length:] or later
        ends = (before[0], before[-1], later[0], later[-1])
        names = ("before_begins", "before_ends", "after_begins", "after_ends")
        return {"ring": RING, **dict(zip(names, map(str, ends), strict=True))}

    def _choices(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(choices)
