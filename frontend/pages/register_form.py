"""The form by which a camera is registered: the same for the map and for a page without script."""

import re
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from registry.cameras.presets import LIMITS
from registry.cameras.previewing import Described
from registry.cameras.registering import Registration
from registry.owners import mistyped
from registry.owners.consent_text import VERSION, wording
from registry.places import addresses
from registry.places.bounds import covered

WINDS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
# A name is read in a mail we send: it may not lead anywhere.
LEADS = re.compile(r"[<>@/\\\x00-\x1f]|www\.|\.(com|net|org|info|ru|cn)\b", re.IGNORECASE)
PERSONAL = frozenset(
    ("name", "email", "email_sure", "consent", "public", "altcha", "submission", "consent_version")
)


def number(name: str, label: Any, help_text: Any = "") -> forms.FloatField:
    """Make an optional number within what the registry takes."""
    least, most = LIMITS[name]
    return forms.FloatField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )


class RegisterForm(forms.Form):
    """Where, which way, who, and what they agree to."""

    q = forms.CharField(
        label=_("Address of the camera"),
        help_text=_("Number and street, for example 12 Main"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    address = forms.IntegerField(required=False, widget=forms.HiddenInput)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    preset = forms.ChoiceField(
        label=_("What kind of camera is it?"),
        choices=[
            ("doorbell", _("Doorbell")),
            ("dome", _("On a wall or under the roof")),
            ("ptz", _("Turns and zooms (PTZ)")),
            ("unknown", _("I do not know")),
        ],
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=_("Which way does it look?"),
        help_text=_("Standing at the camera, looking where it looks."),
        required=False,
        choices=[
            ("", _("I do not know")),
            ("n", _("North")),
            ("ne", _("North-east")),
            ("e", _("East")),
            ("se", _("South-east")),
            ("s", _("South")),
            ("sw", _("South-west")),
            ("w", _("West")),
            ("nw", _("North-west")),
        ],
    )
    azimuth = number(
        "azimuth", _("Direction in degrees"), _("0 is north, 90 east. Goes before the wind above.")
    )
    hfov = number("hfov", _("Width of the view in degrees"))
    range = number("range", _("How far it sees, in metres"))
    height = number("height", _("Height above the ground, in metres"))
    indoor = forms.ChoiceField(
        label=_("Where is it?"),
        choices=[("0", _("Outdoors")), ("1", _("Indoors"))],
        widget=forms.RadioSelect,
    )
    camera_name = forms.CharField(
        label=_("A name for the camera"),
        help_text=_("For example: front door. You may leave it out."),
        required=False,
        max_length=80,
    )
    retention_days = forms.IntegerField(
        label=_("How many days are recordings kept?"),
        help_text=_("Leave it out if you do not know. 0 if it does not record."),
        required=False,
        min_value=0,
        max_value=365,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label=_("Whose is it?"),
        choices=[
            ("resident", _("A home's")),
            ("business", _("A business's")),
            ("school", _("A school's")),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link there; nothing is registered before you open it."),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    email_sure = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    language = forms.ChoiceField(
        label=_("Language of our mail to you"), choices=[("en", "English"), ("es", "Español")]
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Without your agreement it cannot be registered.")}
    )
    consent_version = forms.CharField(max_length=20, widget=forms.HiddenInput)
    public = forms.BooleanField(required=False)
    altcha = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    data: Any

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        usual = {
            "preset": "doorbell",
            "indoor": "0",
            "kind": "resident",
            "language": get_language() or "en",
            "consent_version": VERSION,
            "submission": uuid4(),
        }
        super().__init__(data, initial=usual | (initial or {}))
        for name in ("consent", "public"):
            texts = wording(get_language() or "en")
            self.fields[name].label = texts.agree if name == "consent" else texts.public

    def clean_name(self) -> str:
        """Refuse a name that leads somewhere."""
        return _plain(self.cleaned_data["name"])

    def clean_camera_name(self) -> str:
        """Refuse a name that leads somewhere."""
        return _plain(self.cleaned_data["camera_name"])

    def clean_email(self) -> str:
        """Ask once about an address that looks mistyped."""
        email: str = self.cleaned_data["email"]
        guess = mistyped.meant(email)
        if guess and self.data.get("email_sure") != email:
            # sent once more, it is what they want
            self.data = {**self.data.dict(), "email_sure": email}
            raise ValidationError(
                gettext(
                    "Did you mean %(guess)s? If %(email)s is right, leave it and send once more."
                )
                % {"guess": guess, "email": email}
            )
        return email

    def clean_consent_version(self) -> str:
        """Have a text that changed meanwhile read again."""
        version: str = self.cleaned_data["consent_version"]
        if version != VERSION:
            raise ValidationError(gettext("The text has changed. Please read it again."))
        return version

    def clean(self) -> dict[str, Any]:
        """Find the place."""
        position, _name = self.place()
        if position is None:
            self.add_error("q", gettext("Choose the address of the camera, or a place on the map."))
        elif not covered(Point(*position, srid=4326)):
            self.add_error(
                "q",
                gettext("This place is outside the area this centre covers."),
            )
        return self.cleaned_data

    def place(self) -> tuple[tuple[float, float] | None, str]:
        """Give where it is, lng and lat, and what that is called: the pin before the address."""
        given = self.cleaned_data
        chosen = given.get("address")
        door = addresses.door(chosen) if chosen and 0 < chosen < 2**63 else None
        called = door.name if door else ""
        if given.get("lng") is not None and given.get("lat") is not None:
            return (given["lng"], given["lat"]), called
        if door is None and given.get("q"):
            found = addresses.named(given["q"], most=2)
            door = found[0] if len(found) == 1 else None
        return ((door.lng, door.lat), door.name) if door else (None, "")

    def described(self) -> Described | None:
        """Give the camera as described so far, if it has a place."""
        position, _name = self.place()
        if position is None:
            return None
        given = self.cleaned_data
        return Described(
            position=position,
            preset=given.get("preset") or "unknown",
            azimuth=self._azimuth(),
            hfov=given.get("hfov"),
            range=given.get("range"),
            height=given.get("height"),
            indoor=given.get("indoor") == "1",
        )

    def _azimuth(self) -> float | None:
        exact = self.cleaned_data.get("azimuth")
        if exact is not None:
            return float(exact) % 360
        wind = self.cleaned_data.get("direction")
        return WINDS.index(wind) * 45.0 if wind else None

    def registration(self, described: Described) -> Registration:
        """Give what a valid form says."""
        given = self.cleaned_data
        submission: UUID = given["submission"]
        return Registration(
            submission=submission,
            described=described,
            coarse=given.get("azimuth") is None,
            camera_name=given["camera_name"] or self.place()[1] or gettext("Camera"),
            retention_days=given["retention_days"],
            kind=given["kind"],
            name=given["name"],
            email=given["email"],
            language=given["language"],
            public=given["public"],
        )


def _plain(name: str) -> str:
    if LEADS.search(name):
        raise ValidationError(gettext("A name alone, please: no links and no addresses."))
    return name
