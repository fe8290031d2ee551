"""Where a camera's pictures come from and how fresh the last one is."""

from django.db import models
from django.db.models import Q

from registry.cameras.models import Camera

HOST = r"[^/?#@]+([/?#]|$)"  # no `user:password@`: those are encrypted in their own field


class Feed(models.Model):
    """Where to take pictures from: an address we pull, or a phone or edge box that sends them."""

    class Source(models.TextChoices):
        SNAPSHOT = "snapshot", "JPEG over HTTP"
        MJPEG = "mjpeg", "JPEG after JPEG over HTTP"
        RTSP = "rtsp", "RTSP"
        HLS = "hls", "HLS"
        MPEGTS = "mpegts", "MPEG transport stream over UDP"
        PHONE = "phone", "a phone that sends"
        EDGE = "edge", "an edge box that sends"

    class Transport(models.TextChoices):
        TCP = "tcp", "TCP, inside the conversation"
        UDP = "udp", "UDP"

    camera = models.OneToOneField(Camera, models.CASCADE, primary_key=True, related_name="feed")
    source = models.CharField(max_length=10, choices=Source, default=Source.SNAPSHOT)
    url = models.CharField(max_length=500, blank=True, help_text="without user and password")
    still_url = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="a smaller stream or a snapshot, for thumbnails",
    )
    transport = models.CharField(
        max_length=3,
        choices=Transport,
        default=Transport.TCP,
        db_default=Transport.TCP,
        help_text="how RTSP sends pictures",
    )
    credential = models.BinaryField(null=True, blank=True, help_text="encrypted; write only")
    refresh = models.FloatField(default=30.0, help_text="seconds between pictures nobody watches")

    class Meta:
        db_table = "feed"
        constraints = [
            models.CheckConstraint(
                name="feed_address_fits_its_source",
                condition=Q(source__in=("phone", "edge"), url="", still_url="")
                | Q(source__in=("snapshot", "mjpeg", "hls"), url__regex=rf"^https?://{HOST}")
                | Q(source="rtsp", url__regex=rf"^rtsp://{HOST}")
                | Q(source="mpegts", url__regex=rf"^udp://{HOST}"),
                violation_error_message="This is no address of such a source, or holds a password.",
            ),
            models.CheckConstraint(
                name="feed_still_address_fits",
                condition=Q(still_url="") | Q(still_url__regex=rf"^(https?|rtsp)://{HOST}"),
                violation_error_message="Thumbnails come over http, https or rtsp, no password.",
            ),
        ]


class Frame(models.Model):
    """The state of a camera's last picture; the picture itself lives in media's memory."""

    class State(models.TextChoices):
        LIVE = "live"
        STALE = "stale"
        OFFLINE = "offline"
        NO_PICTURE = "no_picture", "no picture yet"

    camera = models.OneToOneField(Camera, models.CASCADE, primary_key=True, related_name="frame")
    version = models.BigIntegerField(default=0)
    captured_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NO_PICTURE)
    reason = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "frame"
