import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

STATUSES = [
    ("draft", "registered, its owner's address not confirmed"),
    ("pending", "Pending"),
    ("approved", "Approved"),
    ("dormant", "Dormant"),
    ("retired", "Retired"),
]


class Migration(migrations.Migration):

    dependencies = [("registry", "0014_owners")]

    operations = [
        migrations.AlterField(
            model_name="camera",
            name="status",
            field=models.CharField(choices=STATUSES, default="approved", max_length=10),
        ),
        migrations.AlterField(
            model_name="placement",
            name="status",
            field=models.CharField(choices=STATUSES, max_length=10),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deed", models.CharField(choices=[("given", "Given"), ("confirmed", "Confirmed"), ("changed", "Changed"), ("withdrawn", "Withdrawn")], max_length=9)),
                ("version", models.CharField(help_text="of the text that was shown", max_length=20)),
                ("language", models.CharField(max_length=8)),
                ("digest", models.CharField(help_text="SHA-256 of the text as it was shown", max_length=64)),
                ("ticked", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[("register", "police may know of the camera and write to its owner"), ("public", "it is counted on the public map, at its street's anchor")], max_length=8), default=list, size=None)),
                ("submission", models.UUIDField(help_text="the form sent; a second click sends the same", null=True, unique=True)),
                ("at", models.DateTimeField(db_default=Now())),
                ("camera", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="consents", to="registry.camera")),
                ("owner", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="consents", to="registry.owner")),
            ],
            options={"db_table": "consent"},
        ),
        migrations.CreateModel(
            name="RecordsNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=8)),
                ("text", models.TextField(max_length=2000)),
                ("set_at", models.DateTimeField(db_default=Now())),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="records_notices", to="registry.agency")),
            ],
            options={
                "db_table": "records_notice",
                "constraints": [models.UniqueConstraint(fields=("agency", "language"), name="one_records_notice_in_a_language")],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("times", models.PositiveIntegerField(default=1)),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "tally"},
        ),
        # What is lost in a crash is how often somebody knocked this hour.
        migrations.RunSQL("ALTER TABLE tally SET UNLOGGED", "ALTER TABLE tally SET LOGGED"),
    ]
