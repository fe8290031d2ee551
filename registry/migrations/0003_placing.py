from django.db import migrations, models


class Migration(migrations.Migration):
    """What no camera can be: placing may then draw whatever the table holds."""

    dependencies = [("registry", "0002_trust")]

    operations = [
        migrations.AddConstraint(
            model_name="camera",
            constraint=models.CheckConstraint(
                condition=models.Q(height__gte=-50, height__lte=9000), name="height_is_on_earth"
            ),
        ),
        migrations.AddConstraint(
            model_name="camera",
            constraint=models.CheckConstraint(
                condition=models.Q(tilt__isnull=True) | models.Q(tilt__gte=-90, tilt__lte=90),
                name="tilt_is_an_elevation",
            ),
        ),
        migrations.AddConstraint(
            model_name="camera",
            constraint=models.CheckConstraint(
                condition=models.Q(vfov__isnull=True) | models.Q(vfov__gt=0, vfov__lt=180),
                name="vfov_is_an_opening",
            ),
        ),
        migrations.AddConstraint(
            model_name="camera",
            constraint=models.CheckConstraint(
                condition=models.Q(roll__gte=-180, roll__lte=180), name="roll_is_an_angle"
            ),
        ),
        migrations.AddConstraint(
            model_name="camera",
            constraint=models.CheckConstraint(
                condition=models.Q(reach_hfov__isnull=True)
                | models.Q(reach_hfov__gt=0, reach_hfov__lte=360),
                name="reach_is_an_opening",
            ),
        ),
        migrations.AddConstraint(
            model_name="camera",
            constraint=models.CheckConstraint(
                condition=models.Q(reach_azimuth__isnull=True)
                | models.Q(reach_azimuth__gte=0, reach_azimuth__lt=360),
                name="reach_has_a_bearing",
            ),
        ),
        migrations.AddConstraint(
            model_name="camera",
            constraint=models.CheckConstraint(
                condition=models.Q(azimuth_sd__gte=0, azimuth_sd__lte=180)
                & models.Q(position_sd__gte=0, position_sd__lte=1000),
                name="errors_are_bounded",
            ),
        ),
        migrations.RunSQL(
            # Web Mercator ends at 85.06 degrees; NaN is greater than any bound.
            """
            ALTER TABLE camera ADD CONSTRAINT surveyed_on_the_map CHECK (
                ST_X(surveyed_position) BETWEEN -180 AND 180
                AND ST_Y(surveyed_position) BETWEEN -85.06 AND 85.06
            )
            """,
            "ALTER TABLE camera DROP CONSTRAINT surveyed_on_the_map",
        ),
    ]
