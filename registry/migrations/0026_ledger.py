from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0025_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="ledger",
                        serialize=False,
                        to="registry.incident",
                    ),
                ),
                (
                    "seen",
                    models.CharField(
                        choices=[
                            ("seen", "seen"),
                            ("approach", "an approach seen, or a camera could have turned to it"),
                            ("near", "a camera stood near"),
                            ("none", "no camera"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True, help_text="the best, in words of a scheme", max_length=20
                    ),
                ),
                ("px_per_m", models.FloatField(help_text="the best", null=True)),
                (
                    "cameras",
                    models.PositiveSmallIntegerField(help_text="agency cameras that saw the place"),
                ),
                (
                    "private",
                    models.BooleanField(help_text="a private camera saw it; not for planners"),
                ),
                (
                    "looked",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nobody looked"),
                            ("stills", "pictures"),
                            ("live", "live video"),
                        ],
                        max_length=6,
                    ),
                ),
                ("closed_at", models.DateTimeField(help_text="the call's, as it was entered")),
                ("changed_at", models.DateTimeField(help_text="the call's, as it was entered")),
                (
                    "entered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "db_table": "ledger_entry",
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="registry.incident",
                    ),
                ),
                (
                    "helped",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nobody said"),
                            ("helped", "helped"),
                            ("no_difference", "no difference"),
                            ("misled", "misled"),
                        ],
                        max_length=13,
                    ),
                ),
                ("helped_at", models.DateTimeField(help_text="when it was first said", null=True)),
                (
                    "cleared",
                    models.BooleanField(
                        help_text="the case was cleared; null: not known yet", null=True
                    ),
                ),
                ("cleared_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "call_outcome",
            },
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["changed_at"], name="incident_changed"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["-changed_at"], name="ledger_entry_changed"),
        ),
        migrations.AddField(
            model_name="outcome",
            name="helped_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL((SQL / "0026_ledger.sql").read_text(), migrations.RunSQL.noop),
    ]
