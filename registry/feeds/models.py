"""Where a camera's pictures come from and how fresh the last one is."""

from django.db import models

from registry.cameras.models import Camera


class Feed(models.Model):
    """One address to fetch pictures from."""

    class Source(models.TextChoices):
        SNAPSHOT = "snapshot", "JPEG over HTTP"

    camera = models.OneToOneField(Camera, models.CASCADE, primary_key=True, related_name="feed")
    source = models.CharField(max_length=10, choices=Source, default=Source.SNAPSHOT)
    url = models.URLField(max_length=500)
    credential = models.BinaryField(null=True, blank=True, help_text="encrypted; write only")
    refresh = models.FloatField(default=30.0, help_text="seconds between pictures nobody watches")

    class Meta:
        db_table = "feed"


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
