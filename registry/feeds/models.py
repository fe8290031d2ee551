"""Where a camera's pictures come from and how fresh the last one is."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from registry.cameras.models import Camera
from registry.feeds.recorders.template import MOMENTS, PLACE

HOST = r"[^/?#@]+([/?#]|$)"  # no `user:password@`: those are encrypted in their own field
BARRED = "passphrase="  # in an address: that of SRT is encrypted too
TEMPLATE = rf"^https?://[^/?#@{{}}]+[/?#]([^{{}}]|{PLACE})*$"  # no place in the host


class Feed(models.Model):
    """Where to take pictures from: an address we pull, or a phone or edge box that sends them."""

    class Source(models.TextChoices):
        SNAPSHOT = "snapshot", "JPEG over HTTP"
        MJPEG = "mjpeg", "JPEG after JPEG over HTTP"
        RTSP = "rtsp", "RTSP"
        HLS = "hls", "HLS"
        MPEGTS = "mpegts", "MPEG transport stream over UDP or SRT"
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
    playback_url = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="where somebody else's recorder plays what was: http(s) with {start_rfc3339} "
        "or {start_unix} and {end_...} or {duration}, or an ONVIF replay's rtsp address",
    )
    spans_url = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="where that recorder lists what it keeps, as JSON",
    )
    recorder_url = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="or the ONVIF device service of a recorder, which says the rest itself",
    )
    recording = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text="token of the ONVIF recording, where there are several",
    )
    playback_credential = models.BinaryField(
        null=True, blank=True, help_text="the recorder's, encrypted; write only"
    )

    class Meta:
        db_table = "feed"
        constraints = [
            models.CheckConstraint(
                name="feed_address_fits_its_source",
                condition=Q(source__in=("phone", "edge"), url="", still_url="")
                | Q(source__in=("snapshot", "mjpeg", "hls"), url__regex=rf"^https?://{HOST}")
                | Q(source="rtsp", url__regex=rf"^rtsp://{HOST}")
                | Q(source="mpegts", url__regex=rf"^udp://{HOST}")
                | Q(source="mpegts", url__regex=rf"^srt://{HOST}") & ~Q(url__icontains=BARRED),
                violation_error_message="This is no address of such a source, or holds a password.",
            ),
            models.CheckConstraint(
                name="feed_still_address_fits",
                condition=Q(still_url="") | Q(still_url__regex=rf"^(https?|rtsp)://{HOST}"),
                violation_error_message="Thumbnails come over http, https or rtsp, no password.",
            ),
            models.CheckConstraint(
                name="feed_playback_address_says_when",
                condition=Q(playback_url="")
                | Q(playback_url__regex=rf"^rtsp://{HOST}")
                | Q(playback_url__regex=TEMPLATE)
                & Q(playback_url__regex=rf"\{{start_({MOMENTS})\}}")
                & Q(playback_url__regex=rf"\{{(end_({MOMENTS})|duration)\}}"),
                violation_error_message="Playback is asked at an http, https or rtsp address "
                "without a password; over http it has a place for the start ({start_rfc3339}, "
                "{start_unix}, {start_unix_s} or {start_unix_ms}) and one for the end "
                "({end_...} alike, or {duration}), and no other.",
            ),
            models.CheckConstraint(
                name="feed_spans_belong_to_playback",
                condition=Q(spans_url="")
                | Q(spans_url__regex=TEMPLATE) & Q(playback_url__startswith="http"),
                violation_error_message="A list of what is kept is at an http or https address "
                "without a password, and belongs to a playback address over http.",
            ),
            models.CheckConstraint(
                name="feed_has_one_recorder",
                condition=Q(recorder_url="", recording="")
                | Q(recorder_url__regex=rf"^https?://{HOST}", playback_url=""),
                violation_error_message="An ONVIF recorder is asked at an http or https address "
                "without a password, and instead of a playback address.",
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


class UptimeDay(models.Model):
    """How often a camera was asked for on one day, and how often it was there."""

    id = models.BigAutoField(primary_key=True)
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="uptime")
    day = models.DateField(help_text="local")
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(db_default=Now(), help_text="the last time")

    class Meta:
        db_table = "uptime_day"
        constraints = [
            models.UniqueConstraint(fields=["camera", "day"], name="one_uptime_a_day"),
            models.CheckConstraint(
                condition=models.Q(answered__lte=models.F("asked")), name="no_more_than_asked"
            ),
        ]
