"""What seeing costs: kinds of camera one may buy, and what may be done instead."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from registry.cameras.models import Camera

DEAREST = 10_000_000
LONGEST_LIFE = 50
_MONEY = [MinValueValidator(0), MaxValueValidator(DEAREST)]
_LIFE = [MinValueValidator(0.5), MaxValueValidator(LONGEST_LIFE)]


class Cost(models.Model):
    """Money spent once and every year, in settings.CURRENCY; the centre's own, to be edited."""

    capital = models.DecimalField(
        max_digits=10, decimal_places=2, validators=_MONEY, help_text="once, work included"
    )
    yearly = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        validators=_MONEY,
        help_text="power, network, storage, cleaning, repair",
    )
    life_years = models.FloatField(validators=_LIFE, help_text="until it is bought again")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(capital__gte=0, capital__lte=DEAREST)
                & Q(yearly__gte=0, yearly__lte=DEAREST)
                & Q(life_years__gte=0.5, life_years__lte=LONGEST_LIFE),
                name="%(class)s_costs_something_for_some_time",
            )
        ]


class CameraType(Cost):
    """A kind of camera the centre may put up.

    The kinds a new centre finds are round figures of the order that United States cities publish
    for an installed street camera; they are there to be replaced by the centre's own contract.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    form = models.CharField(max_length=10, choices=Camera.Form, default=Camera.Form.FIXED)
    mount = models.CharField(max_length=8, choices=Camera.Mount, default=Camera.Mount.POLE)
    height = models.FloatField(
        default=5.0,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="metres above ground",
    )
    hfov = models.FloatField(
        default=90.0,
        validators=[MinValueValidator(1), MaxValueValidator(360)],
        help_text="degrees, as it is set up",
    )
    range = models.FloatField(
        default=60.0,
        validators=[MinValueValidator(1), MaxValueValidator(2000)],
        help_text="metres; where detection ends",
    )
    width_px = models.PositiveIntegerField(
        default=1920, validators=[MinValueValidator(160), MaxValueValidator(100_000)]
    )
    offered = models.BooleanField(default=True, help_text="may be proposed and bought")

    class Meta(Cost.Meta):
        db_table = "camera_type"
        ordering = ["id"]
        constraints = [
            *Cost.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hfov__gte=1, hfov__lte=360)
                & Q(range__gte=1, range__lte=2000)
                & Q(height__gte=1, height__lte=60)
                & Q(width_px__gte=160, width_px__lte=100_000),
                name="camera_type_can_be_built",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitCost(Cost):
    """What is done instead of buying: asking people who have a camera, or lighting a street."""

    class What(models.TextChoices):
        RECRUITING = "recruiting", "asking an address to register its camera"
        LIGHTING = "lighting", "lighting a metre of street"

    what = models.CharField(max_length=10, primary_key=True, choices=What)
    answering = models.FloatField(
        default=1.0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="share of the addresses asked that register",
    )
    metres = models.FloatField(
        default=1.0,
        validators=[MinValueValidator(0), MaxValueValidator(500)],
        help_text="street metres that one address which registers, or one unit, brings",
    )

    class Meta(Cost.Meta):
        db_table = "unit_cost"
        constraints = [
            *Cost.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answering__gte=0, answering__lte=1) & Q(metres__gte=0, metres__lte=500),
                name="unit_cost_brings_no_wonders",
            ),
        ]
