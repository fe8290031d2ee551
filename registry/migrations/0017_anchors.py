from pathlib import Path

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0016_conditions")]

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("street", models.CharField(help_text="as its addresses have it", max_length=200)),
                ("position", django.contrib.gis.db.models.fields.PointField(srid=4326)),
            ],
            options={"db_table": "anchor"},
        ),
        migrations.AddField(
            model_name="address",
            name="anchor",
            field=models.ForeignKey(
                blank=True,
                help_text="where cameras at this door are shown",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="addresses",
                to="registry.anchor",
            ),
        ),
        migrations.CreateModel(
            name="PublishedDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("counts", models.JSONField()),
                ("seal", models.BigIntegerField(null=True)),
                ("root", models.BinaryField(default=b"")),
                (
                    "counted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={"db_table": "published_day"},
        ),
        migrations.RunSQL((SQL / "0017_anchors.sql").read_text()),
    ]
