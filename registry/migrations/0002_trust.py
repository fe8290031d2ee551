from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

SQL = Path(__file__).parent / "sql"

CACHE = """
    CREATE TABLE cache (
        cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
    );
    CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "credential",
                    models.CharField(
                        blank=True, help_text="of the password then", max_length=128
                    ),
                ),
                ("second_factor", models.BooleanField(default=False)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "db_table": "session",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="registry.entry",
                    ),
                ),
            ],
            options={"db_table": "audit_unsealed"},
        ),
        migrations.AddField(
            model_name="entry",
            name="xid",
            field=models.BigIntegerField(
                db_default=0,
                editable=False,
                help_text="the transaction it was written in, with the deed",
            ),
        ),
        migrations.DeleteModel(name="Seal"),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        help_text="1, 2, 3: a gap is a missing seal",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField(db_default=Now())),
                (
                    "entries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), help_text="ids, rising", size=None
                    ),
                ),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "audit_seal"},
        ),
        migrations.RunSQL(CACHE),
        migrations.RunSQL((SQL / "0002_audit.sql").read_text()),
        migrations.RunSQL((SQL / "0002_access.sql").read_text()),
        migrations.RunSQL((SQL / "0002_sessions.sql").read_text()),
    ]
