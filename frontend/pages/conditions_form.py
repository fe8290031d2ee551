"""The form by which an owner says what a camera shows, and when."""

from typing import Self

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registry.access.policy import RESPONDERS
from registry.models import Agency, Grant, User
from registry.owners.granting import FARTHEST, Terms

USES = [
    ("still", _("Still pictures")),
    ("live", _("Live video")),
    ("recorded", _("Recordings, from now on")),
    ("ptz", _("Turning the camera")),
    ("reshare", _("Passing pictures on to another agency")),
]
WHEN = [
    ("ask", _("Ask me each time: I say yes or no on my phone")),
    ("panic", _("Only while a panic alarm is open near it, for 20 minutes")),
    ("priority", _("For urgent calls near it")),
    ("hours", _("Between certain hours, while a call is open near it")),
    ("always", _("At any hour, while a call is open near it")),
    ("never", _("Never")),
]
PRIORITIES = [
    (1, _("1, life in danger")),
    (2, _("1 and 2, urgent")),
    (3, _("1 to 3")),
    (4, _("1 to 4")),
    (5, _("every call")),
]
MINUTES = [(5, "5"), (15, "15"), (30, "30"), (60, "60")]


def lookers() -> QuerySet[Agency]:
    """Name the agencies that have anybody to look."""
    staff = User.objects.filter(role__in=RESPONDERS, is_active=True)
    return Agency.objects.filter(pk__in=staff.values("agency")).order_by("name")


class Rules(forms.Form):
    """One rule. What its condition does not ask for is not read."""

    use_required_attribute = False
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Who"))
    capabilities = forms.MultipleChoiceField(
        choices=USES, label=_("May see"), widget=forms.CheckboxSelectMultiple
    )
    condition = forms.ChoiceField(choices=WHEN, label=_("When"), widget=forms.RadioSelect)
    priority_at_most = forms.TypedChoiceField(
        choices=PRIORITIES, coerce=int, label=_("Calls of priority"), required=False
    )
    within = forms.FloatField(
        label=_("Within so many metres of the camera"),
        min_value=10,
        max_value=FARTHEST,
        required=False,
        widget=forms.NumberInput(attrs={"step": "10", "inputmode": "numeric"}),
    )
    from_hour = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    until_hour = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    max_session_min = forms.TypedChoiceField(
        choices=MINUTES, coerce=int, label=_("One look lasts at most, minutes")
    )
    notify_owner = forms.BooleanField(
        label=_("Tell me by mail who looked, after a panic alarm"), required=False
    )
    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Begin with what gives the least away."""
        least = {
            "capabilities": ["still"],
            "condition": "ask",
            "priority_at_most": 2,
            "within": 150,
            "max_session_min": 15,
            "notify_owner": True,
            "agency": lookers().first(),
        }
        kwargs["initial"] = least | dict(kwargs.get("initial") or {})  # type: ignore[call-overload]
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        agencies = self.fields["agency"]
        if isinstance(agencies, forms.ModelChoiceField):
            agencies.queryset = lookers()

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """Begin with what holds."""
        said = Terms.of(grant).values()
        hours = {name: said[name] and f"{said[name]:%H:%M}" for name in ("from_hour", "until_hour")}
        initial = {name: value for name, value in (said | hours).items() if value is not None}
        return cls(initial=initial | {"agency": grant.agency_id, "instead_of": grant.pk})

    @property
    def agency_name(self) -> str:
        """Name whom it is for."""
        return str(self.cleaned_data["agency"].name)

    def clean_condition(self) -> str:
        """Ask for the hours where they count."""
        said = str(self.cleaned_data["condition"])
        if said == "hours" and not (self.data.get("from_hour") and self.data.get("until_hour")):
            self.add_error("from_hour", _("Say from when until when."))
        return said

    def terms(self) -> Terms:
        """Give them as the registry takes them; only of a form that is valid."""
        said = dict(self.cleaned_data)
        del said["instead_of"]
        agency = said.pop("agency")
        capabilities = frozenset(said.pop("capabilities"))
        said["priority_at_most"] = said["priority_at_most"] or None
        return Terms(agency_id=agency.pk, capabilities=capabilities, **said).checked()
