"""What registrars decided about registered cameras, and the reasons they may pick."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from registry.notices.models import Notice


class Reason(NamedTuple):
    """Why, in the registrar's list and in the owner's mail."""

    label: str
    english: str
    spanish: str

    def told(self, language: str) -> str:
        """Say it to the owner."""
        return self.spanish if language == "es" else self.english


OTHER = "other"  # then the registrar's own words are needed

ASKING: Mapping[str, Reason] = {
    "place": Reason(
        "Where does it hang?",
        "The pin is not on a building or a pole. Where exactly does the camera hang?",
        "El punto no está en un edificio ni en un poste. ¿Dónde está exactamente la cámara?",
    ),
    "direction": Reason(
        "Where does it look?",
        "As it is drawn, the camera looks into a wall. Where does it look?",
        "Tal como está dibujada, la cámara mira a una pared. ¿Hacia dónde mira?",
    ),
    "same": Reason(
        "Is it the one we know?",
        "A camera is registered there already. Is this another one?",
        "Allí ya hay una cámara registrada. ¿Es otra?",
    ),
    OTHER: Reason("Something else", "We have a question.", "Tenemos una pregunta."),
}
DECLINING: Mapping[str, Reason] = {
    "duplicate": Reason(
        "Registered already",
        "This camera is registered already.",
        "Esta cámara ya está registrada.",
    ),
    "not_theirs": Reason(
        "Not theirs to register",
        "It seems that the camera belongs to somebody else.",
        "Parece que la cámara pertenece a otra persona.",
    ),
    "inside": Reason(
        "Looks only inside",
        "The camera looks only inside a building; we keep those that see the street.",
        "La cámara mira solo al interior; registramos las que ven la calle.",
    ),
    "no_camera": Reason(
        "Not a camera that records",
        "What is registered does not record pictures.",
        "Lo registrado no graba imágenes.",
    ),
    "test": Reason(
        "A test, or not meant",
        "It looks like a test or an accident.",
        "Parece una prueba o un descuido.",
    ),
    OTHER: Reason(
        "Something else", "We cannot keep this registration.", "No podemos conservar este registro."
    ),
}


class Verdict(models.Model):
    """One decision of one registrar; undone, it stays as undone."""

    class Deed(models.TextChoices):
        ACCEPTED = "accepted"
        ASKED = "asked"
        DECLINED = "declined"

    camera = models.ForeignKey("registry.Camera", models.CASCADE, related_name="verdicts")
    deed = models.CharField(max_length=8, choices=Deed)
    reason = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True, blank=True)
    notice = models.ForeignKey(Notice, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "verdict"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deed="accepted") | ~models.Q(reason=""),
                name="who_is_not_accepted_is_told_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="other") | ~models.Q(words=""),
                name="another_reason_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.reason}".strip()

    @property
    def why(self) -> str:
        """Say the picked reason in the registrar's words."""
        picked = {**ASKING, **DECLINING}.get(self.reason)
        return picked.label if picked else ""
