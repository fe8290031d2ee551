"""The town as it stands: what hides, what is walked on, what has a name."""

from django.contrib.gis.db import models


class Sourced(models.Model):
    """Something taken from a map file and taken again when the file changes."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=64)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="%(class)s_once_per_source"
            )
        ]


class Building(Sourced):
    """A footprint and how high it stands."""

    class HeightSource(models.TextChoices):
        HEIGHT = "height"
        LEVELS = "levels"
        DEFAULT = "default"

    footprint = models.MultiPolygonField()
    height = models.FloatField(help_text="metres above ground")
    height_source = models.CharField(max_length=8, choices=HeightSource)
    kind = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)

    class Meta(Sourced.Meta):
        db_table = "building"


class Street(Sourced):
    """A centre line one can walk or drive along."""

    line = models.MultiLineStringField()
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, help_text="the OSM highway class")

    class Meta(Sourced.Meta):
        db_table = "street"


class District(Sourced):
    """An area people name, with those who live there."""

    area = models.MultiPolygonField()
    name = models.CharField(max_length=200)
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Sourced.Meta):
        db_table = "district"


class Anchor(models.Model):
    """A point on a street that stands for all the doors of a stretch of it, twenty at least."""

    id = models.BigAutoField(primary_key=True)
    street = models.CharField(max_length=200, help_text="as its addresses have it")
    position = models.PointField()

    class Meta:
        db_table = "anchor"

    def __str__(self) -> str:
        return f"{self.street}, {self.position.coords}"


class Address(Sourced):
    """A door one can name."""

    position = models.PointField()
    number = models.CharField(max_length=40)
    street = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    anchor = models.ForeignKey(
        Anchor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="addresses",
        help_text="where cameras at this door are shown",
    )

    class Meta(Sourced.Meta):
        db_table = "address"
        indexes = [models.Index(fields=["street", "number"])]


class Ground(Sourced):
    """Water, parks and how the land is used."""

    area = models.MultiPolygonField()
    kind = models.CharField(max_length=40, help_text="water, park, or the OSM landuse class")
    name = models.CharField(max_length=200, blank=True)

    class Meta(Sourced.Meta):
        db_table = "ground"


class Landmark(Sourced):
    """A point that matters: school, crossing, street lamp."""

    position = models.PointField()
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)

    class Meta(Sourced.Meta):
        db_table = "landmark"


class Import(models.Model):
    """One file brought in: what was taken, mended and turned away."""

    at = models.DateTimeField(auto_now_add=True)
    file = models.CharField(max_length=300)
    credit = models.CharField(max_length=200, blank=True, help_text="shown on the map")
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "place_import"
