from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_phones")]

    operations = [
        migrations.CreateModel(
            name="Control",
            fields=[
                (
                    "camera",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="control",
                        serialize=False,
                        to="registry.camera",
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        help_text="ONVIF PTZ service, without user and password", max_length=500
                    ),
                ),
                (
                    "credential",
                    models.BinaryField(blank=True, help_text="encrypted; write only", null=True),
                ),
                (
                    "profile",
                    models.CharField(help_text="token of the ONVIF media profile", max_length=64),
                ),
                ("azimuth", models.FloatField()),
                ("pan_least", models.FloatField(default=-180.0)),
                ("pan_most", models.FloatField(default=180.0)),
                ("tilt_least", models.FloatField(default=0.0)),
                ("tilt_most", models.FloatField(default=90.0)),
                ("hfov_least", models.FloatField(default=3.0)),
                ("hfov_most", models.FloatField(default=60.0)),
                (
                    "home_preset",
                    models.CharField(
                        blank=True,
                        help_text="token; without one its home position",
                        max_length=64,
                    ),
                ),
                ("home_pan", models.FloatField(default=0.0)),
                ("home_tilt", models.FloatField(default=10.0)),
                ("home_hfov", models.FloatField(default=60.0)),
            ],
            options={
                "db_table": "ptz_control",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("url__regex", "^https?://[^/?#@]+([/?#]|$)")),
                        name="a_control_has_an_address",
                        violation_error_message="An http or https address without a password.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hfov_least__gt", 0),
                            ("hfov_least__lte", models.F("hfov_most")),
                            ("hfov_most__lt", 180),
                            ("pan_least__gte", -360),
                            ("pan_least__lt", models.F("pan_most")),
                            ("pan_most__lte", 360),
                            ("tilt_least__gte", -90),
                            ("tilt_least__lt", models.F("tilt_most")),
                            ("tilt_most__lte", 90),
                        ),
                        name="limits_are_in_order",
                        violation_error_message=(
                            "Each limit is a least and a most, and of degrees."
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "control",
                    models.OneToOneField(
                        db_column="camera_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="hold",
                        serialize=False,
                        to="registry.control",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.incident",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("turned_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "ptz_hold"},
        ),
        migrations.RunSQL(
            (SQL / "0010_leases.sql").read_text(), "DROP TABLE feed_lease, feed_holder"
        ),
        migrations.RunSQL((SQL / "0010_access.sql").read_text(), migrations.RunSQL.noop),
    ]
