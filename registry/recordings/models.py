"""What is recorded, and for how long it is kept."""

from django.db import models

from registry.cameras.models import Camera


class Retention(models.Model):
    """How long each kind of thing is kept before it is deleted by itself."""

    class What(models.TextChoices):
        RECORDINGS = "recordings"

    what = models.CharField(max_length=20, primary_key=True, choices=What)
    days = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "retention"
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1), name="kept_for_a_day_at_least")
        ]


class Recorder(models.Model):
    """An agency camera that is recorded, for how many days, and how it goes."""

    class State(models.TextChoices):
        WAITING = "waiting", "not begun"
        RECORDING = "recording"
        NO_PICTURE = "no_picture", "the camera sends nothing"
        FULL = "full", "there is no room to write to"

    camera = models.OneToOneField(Camera, models.CASCADE, primary_key=True, related_name="recorder")
    days = models.PositiveSmallIntegerField(help_text="never longer than all recordings are kept")
    is_on = models.BooleanField(default=True, help_text="what was recorded before stays its days")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "recorder"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1), name="recorded_for_a_day_at_least"
            )
        ]


class Segment(models.Model):
    """Some seconds of a camera's film in STORAGES["recordings"]; without its row it is nothing."""

    class Codec(models.TextChoices):
        JPEG = "jpeg"
        H264 = "h264"
        H265 = "h265"

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="segments", db_index=False)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    size = models.PositiveIntegerField(help_text="bytes")
    codec = models.CharField(max_length=4, choices=Codec)
    name = models.CharField(max_length=200, unique=True)
    hold = models.CharField(
        max_length=200, blank=True, help_text="why it may not be deleted, whatever its age"
    )

    class Meta:
        db_table = "segment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="a_segment_lasts",
            )
        ]
        indexes = [models.Index(fields=["camera", "begins_at"], name="segment_time")]
