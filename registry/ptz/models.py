"""Cameras that can be turned, and whose hand is on them now."""

from django.conf import settings
from django.db import models

from geo.aiming import Head, Turn
from registry.cameras.models import Camera
from registry.incidents.models import Incident


class Control(models.Model):
    """Where a camera is told to turn, what its head can do, and how it looks when nobody does.

    Degrees: azimuth is the bearing at pan 0, pan clockwise from it, tilt below the horizon.
    """

    camera = models.OneToOneField(Camera, models.CASCADE, primary_key=True, related_name="control")
    url = models.CharField(max_length=500, help_text="ONVIF PTZ service, without user and password")
    credential = models.BinaryField(null=True, blank=True, help_text="encrypted; write only")
    profile = models.CharField(max_length=64, help_text="token of the ONVIF media profile")
    azimuth = models.FloatField()
    pan_least = models.FloatField(default=-180.0)
    pan_most = models.FloatField(default=180.0)
    tilt_least = models.FloatField(default=0.0)
    tilt_most = models.FloatField(default=90.0)
    hfov_least = models.FloatField(default=3.0)
    hfov_most = models.FloatField(default=60.0)
    home_preset = models.CharField(
        max_length=64, blank=True, help_text="token; without one its home position"
    )
    home_pan = models.FloatField(default=0.0)
    home_tilt = models.FloatField(default=10.0)
    home_hfov = models.FloatField(default=60.0)

    class Meta:
        db_table = "ptz_control"
        constraints = [
            models.CheckConstraint(
                name="a_control_has_an_address",
                condition=models.Q(url__regex=r"^https?://[^/?#@]+([/?#]|$)"),
                violation_error_message="An http or https address without a password.",
            ),
            models.CheckConstraint(
                name="limits_are_in_order",
                violation_error_message="Each limit is a least and a most, and of degrees.",
                condition=models.Q(
                    pan_least__gte=-360, pan_least__lt=models.F("pan_most"), pan_most__lte=360,
                    tilt_least__gte=-90, tilt_least__lt=models.F("tilt_most"), tilt_most__lte=90,
                    hfov_least__gt=0, hfov_least__lte=models.F("hfov_most"), hfov_most__lt=180,
                ),
            ),
        ]  # fmt: skip

    @property
    def head(self) -> Head:
        """Say what the head can do."""
        return Head(
            azimuth=self.azimuth,
            pan=(self.pan_least, self.pan_most),
            tilt=(self.tilt_least, self.tilt_most),
            hfov=(self.hfov_least, self.hfov_most),
        )

    @property
    def home(self) -> Turn:
        """Say how it looks when nobody turns it."""
        return Turn(pan=self.home_pan, tilt=self.home_tilt, hfov=self.home_hfov)


class Hold(models.Model):
    """One hand on a control, until it lets go or rests too long; then the camera goes home.

    Without a user it is the centre's own hand, which brings the camera home.
    """

    control = models.OneToOneField(
        Control, models.CASCADE, primary_key=True, related_name="hold", db_column="camera_id"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    turned_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "ptz_hold"
