from pathlib import Path

import django.core.validators
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("registry", "0021_coverage")]

    operations = [
        migrations.CreateModel(
            name="CameraType",
            fields=[
                ("capital", models.DecimalField(decimal_places=2, help_text="once, work included", max_digits=10, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(10000000)])),
                ("yearly", models.DecimalField(decimal_places=2, help_text="power, network, storage, cleaning, repair", max_digits=10, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(10000000)])),
                ("life_years", models.FloatField(help_text="until it is bought again", validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(50)])),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("form", models.CharField(choices=[("fixed", "Fixed"), ("ptz", "Ptz"), ("panoramic", "Panoramic"), ("moving", "Moving")], default="fixed", max_length=10)),
                ("mount", models.CharField(choices=[("", "Unknown"), ("wall", "Wall"), ("pole", "Pole"), ("ceiling", "Ceiling"), ("roof", "Roof")], default="pole", max_length=8)),
                ("height", models.FloatField(default=5.0, help_text="metres above ground", validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)])),
                ("hfov", models.FloatField(default=90.0, help_text="degrees, as it is set up", validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(360)])),
                ("range", models.FloatField(default=60.0, help_text="metres; where detection ends", validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)])),
                ("width_px", models.PositiveIntegerField(default=1920, validators=[django.core.validators.MinValueValidator(160), django.core.validators.MaxValueValidator(100000)])),
                ("offered", models.BooleanField(default=True, help_text="may be proposed and bought")),
            ],
            options={
                "db_table": "camera_type",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [models.CheckConstraint(condition=models.Q(("capital__gte", 0), ("capital__lte", 10000000), ("yearly__gte", 0), ("yearly__lte", 10000000), ("life_years__gte", 0.5), ("life_years__lte", 50)), name="cameratype_costs_something_for_some_time"), models.CheckConstraint(condition=models.Q(("hfov__gte", 1), ("hfov__lte", 360), ("range__gte", 1), ("range__lte", 2000), ("height__gte", 1), ("height__lte", 60), ("width_px__gte", 160), ("width_px__lte", 100000)), name="camera_type_can_be_built")],
            },
        ),
        migrations.CreateModel(
            name="UnitCost",
            fields=[
                ("capital", models.DecimalField(decimal_places=2, help_text="once, work included", max_digits=10, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(10000000)])),
                ("yearly", models.DecimalField(decimal_places=2, help_text="power, network, storage, cleaning, repair", max_digits=10, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(10000000)])),
                ("life_years", models.FloatField(help_text="until it is bought again", validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(50)])),
                ("what", models.CharField(choices=[("recruiting", "asking an address to register its camera"), ("lighting", "lighting a metre of street")], max_length=10, primary_key=True, serialize=False)),
                ("answering", models.FloatField(default=1.0, help_text="share of the addresses asked that register", validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)])),
                ("metres", models.FloatField(default=1.0, help_text="street metres that one address which registers, or one unit, brings", validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(500)])),
            ],
            options={
                "db_table": "unit_cost",
                "abstract": False,
                "constraints": [models.CheckConstraint(condition=models.Q(("capital__gte", 0), ("capital__lte", 10000000), ("yearly__gte", 0), ("yearly__lte", 10000000), ("life_years__gte", 0.5), ("life_years__lte", 50)), name="unitcost_costs_something_for_some_time"), models.CheckConstraint(condition=models.Q(("answering__gte", 0), ("answering__lte", 1), ("metres__gte", 0), ("metres__lte", 500)), name="unit_cost_brings_no_wonders")],
            },
        ),
        migrations.RunSQL(
            (SQL / "0022_money.sql").read_text(),
            "DELETE FROM unit_cost; DELETE FROM camera_type",
        ),
    ]
