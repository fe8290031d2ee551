import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0024_siting"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("paper", models.CharField(choices=[("a4", "A4"), ("a3", "A3")], default="a4", max_length=2)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("data", models.JSONField(help_text="everything that is shown")),
                ("sha256", models.CharField(help_text="of title, note, data and parts", max_length=64)),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("study", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="reports", to="registry.study")),
            ],
            options={
                "db_table": "report",
            },
        ),
        migrations.CreateModel(
            name="ReportPart",
            fields=[
                ("pk", models.CompositePrimaryKey("report", "name", blank=True, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(choices=[("map.svg", "Map"), ("cells.parquet", "Cells"), ("streets.parquet", "Streets"), ("districts.parquet", "Districts"), ("blocks.parquet", "Blocks")], max_length=20)),
                ("content", models.BinaryField()),
                ("report", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="registry.report")),
            ],
            options={
                "db_table": "report_part",
            },
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["-made_at"], name="report_latest"),
        ),
    ]
