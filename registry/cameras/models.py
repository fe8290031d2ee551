"""Cameras, where they look, and what they could see at any time since."""

import uuid
from datetime import datetime

from django.contrib.gis.db import models

from registry.access.facts import Actor, Capability, Occasion
from registry.cameras.queries import CameraQuerySet, PublicCameras
from registry.owners.models import Owner


class Optics(models.Model):
    """Where a lens is and how it looks out: the pose shared by a camera and its versions."""

    class Source(models.TextChoices):
        SURVEYED = "surveyed"
        CALIBRATED = "calibrated"
        IMPORTED = "imported"
        OWNER = "owner", "owner's word"
        COMPASS = "compass", "compass label"

    position = models.PointField()
    position_sd = models.FloatField(default=3.0, help_text="metres")
    height = models.FloatField(default=4.0, help_text="metres above ground")
    azimuth = models.FloatField(
        null=True, blank=True, help_text="centre of the wedge; null is unknown, 0 is north"
    )
    azimuth_sd = models.FloatField(default=10.0, help_text="degrees")
    tilt = models.FloatField(null=True, blank=True, help_text="degrees below the horizon")
    roll = models.FloatField(default=0.0)
    hfov = models.FloatField(default=80.0)
    vfov = models.FloatField(null=True, blank=True)
    range = models.FloatField(default=60.0, help_text="metres; where detection ends")
    width_px = models.PositiveIntegerField(default=1920)
    reach_hfov = models.FloatField(
        null=True, blank=True, help_text="PTZ: degrees it can turn through, 360 for all round"
    )
    reach_azimuth = models.FloatField(
        null=True, blank=True, help_text="PTZ: centre of what it can turn through"
    )
    fov_source = models.CharField(max_length=10, choices=Source, default=Source.IMPORTED)

    class Meta:
        abstract = True


class Camera(Optics):
    """A camera that is here, whoever owns it."""

    class Kind(models.TextChoices):
        TRAFFIC = "traffic"
        BUILDING = "building"
        SCHOOL = "school"
        BUSINESS = "business"
        RESIDENT = "resident"
        UAV = "uav"
        ROBOT = "robot"
        PHONE = "phone"

    class Form(models.TextChoices):
        FIXED = "fixed"
        PTZ = "ptz"
        PANORAMIC = "panoramic"
        MOVING = "moving"

    class Level(models.IntegerChoices):
        """How far the owner has opened it; the centre's own cameras have level 0."""

        AGENCY = 0
        ONE = 1
        TWO = 2

    class Status(models.TextChoices):
        DRAFT = "draft", "registered, its owner's address not confirmed"
        PENDING = "pending"
        APPROVED = "approved"
        DORMANT = "dormant"
        RETIRED = "retired"

    class Mount(models.TextChoices):
        UNKNOWN = ""
        WALL = "wall"
        POLE = "pole"
        CEILING = "ceiling"
        ROOF = "roof"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True, help_text="what people say on the radio")
    ref = models.CharField(max_length=80, blank=True, help_text="its name in the owner's list")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    form = models.CharField(max_length=10, choices=Form, default=Form.FIXED)
    level = models.PositiveSmallIntegerField(choices=Level)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPROVED)
    mount = models.CharField(max_length=8, choices=Mount, default=Mount.UNKNOWN, blank=True)
    indoor = models.BooleanField(default=False, help_text="as given, before it was placed")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="cameras")
    call = models.ForeignKey(
        "registry.Incident",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="phones",
        help_text="a caller's phone: the one call it may be seen for",
    )
    retention_days = models.PositiveSmallIntegerField(null=True, blank=True)
    public_at = models.DateTimeField(
        null=True, blank=True, help_text="when its owner agreed to be on the public map"
    )
    public_anchor = models.PointField(
        null=True, blank=True, help_text="street anchor, not the house"
    )
    surveyed_position = models.PointField(help_text="as given, before it was snapped out of a wall")
    snapped_by = models.FloatField(default=0.0, help_text="metres")
    stands_indoors = models.BooleanField(
        default=False, help_text="given so, or too deep in a building to be snapped out"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True, help_text="null: to be placed again")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    registry = models.Manager()  # for the registry's own deeds; readers name themselves
    public = PublicCameras()

    class Meta:
        db_table = "camera"
        constraints = [
            models.UniqueConstraint(fields=["ref"], name="ref_once", condition=~models.Q(ref="")),
            models.CheckConstraint(
                condition=models.Q(azimuth__isnull=True)
                | models.Q(azimuth__gte=0, azimuth__lt=360),
                name="azimuth_is_a_bearing",
            ),
            models.CheckConstraint(
                condition=models.Q(hfov__gt=0, hfov__lte=360), name="hfov_is_an_opening"
            ),
            models.CheckConstraint(
                condition=models.Q(range__gte=0, range__lte=5000), name="range_is_in_reach"
            ),
            # NaN is greater than every number to PostgreSQL, so an upper bound keeps it out too.
            models.CheckConstraint(
                condition=models.Q(height__gte=-50, height__lte=9000), name="height_is_on_earth"
            ),
            models.CheckConstraint(
                condition=models.Q(tilt__isnull=True) | models.Q(tilt__gte=-90, tilt__lte=90),
                name="tilt_is_an_elevation",
            ),
            models.CheckConstraint(
                condition=models.Q(vfov__isnull=True) | models.Q(vfov__gt=0, vfov__lt=180),
                name="vfov_is_an_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(roll__gte=-180, roll__lte=180), name="roll_is_an_angle"
            ),
            models.CheckConstraint(
                condition=models.Q(reach_hfov__isnull=True)
                | models.Q(reach_hfov__gt=0, reach_hfov__lte=360),
                name="reach_is_an_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(reach_azimuth__isnull=True)
                | models.Q(reach_azimuth__gte=0, reach_azimuth__lt=360),
                name="reach_has_a_bearing",
            ),
            models.CheckConstraint(
                condition=models.Q(azimuth_sd__gte=0, azimuth_sd__lte=180)
                & models.Q(position_sd__gte=0, position_sd__lte=1000),
                name="errors_are_bounded",
            ),
            models.CheckConstraint(
                condition=models.Q(public_at__isnull=True) | models.Q(public_anchor__isnull=False),
                name="a_public_camera_has_an_anchor",
            ),
        ]
        indexes = [models.Index(fields=["placed_at"], name="camera_to_place")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def open_to(
        cls,
        actor: Actor,
        occasion: Occasion | None = None,
        *,
        at: datetime | None = None,
        capability: Capability = Capability.STILL,
    ) -> CameraQuerySet:
        """Keep what this reader may know of, for this reason, now or then."""
        return CameraQuerySet(cls).open_to(actor, occasion, at=at, capability=capability)


class Placement(Optics):
    """What a camera saw, and whose it was, from valid_from until valid_to: one version of it."""

    id = models.BigAutoField(primary_key=True)
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="placements")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Camera.Status)
    level = models.PositiveSmallIntegerField(choices=Camera.Level)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", db_index=False)
    sees = models.MultiPolygonField(
        null=True, blank=True, help_text="occluded field of view; null where direction is unknown"
    )
    reach = models.MultiPolygonField(
        null=True,
        blank=True,
        help_text="where a PTZ can turn to, or what a camera of unknown direction may see",
    )

    class Meta:
        db_table = "placement"
        constraints = [
            models.UniqueConstraint(
                fields=["camera"],
                condition=models.Q(valid_to__isnull=True),
                name="one_current_placement",
            )
        ]


class TileCamera(models.Model):
    """The slim row tiles and clicks read; written in the same transaction as the placement."""

    # Never a serial: one handed out along the Hilbert curve tells where private cameras stand.
    number = models.PositiveIntegerField(
        primary_key=True, help_text="the camera's; the feature id of an agency camera"
    )
    camera = models.OneToOneField(Camera, models.CASCADE, db_column="camera_id")
    attr = models.IntegerField(help_text="kind, form, level, indoor, packed; see cameras.packing")
    heading = models.SmallIntegerField(null=True)
    fov_deg = models.SmallIntegerField()
    range_m = models.SmallIntegerField()
    private = models.BooleanField()
    geom_m = models.PointField(srid=3857, spatial_index=False)
    anchor_m = models.PointField(srid=3857, null=True, spatial_index=False)
    sees_m = models.MultiPolygonField(srid=3857, null=True, spatial_index=False)

    class Meta:
        db_table = "tile_camera"


class Pose(models.Model):
    """Where a moving camera was: its trail."""

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="poses")
    at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    position = models.PointField()
    height = models.FloatField(null=True)
    azimuth = models.FloatField(null=True)
    tilt = models.FloatField(null=True)
    ground = models.PolygonField(
        null=True, spatial_index=False, help_text="what its picture covers, as it says itself"
    )

    class Meta:
        db_table = "pose"
        constraints = [models.UniqueConstraint(fields=["camera", "at"], name="one_pose_at_a_time")]


class Mask(models.Model):
    """A window that must not be watched: cut out of the field of view."""

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="masks")
    area = models.PolygonField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "privacy_mask"
