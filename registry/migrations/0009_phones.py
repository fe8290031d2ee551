import uuid
from pathlib import Path

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql" / "0009_phones.sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_live")]

    operations = [
        migrations.AddField(
            model_name="camera",
            name="call",
            field=models.ForeignKey(
                blank=True,
                help_text="a caller's phone: the one call it may be seen for",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="phones",
                to="registry.incident",
            ),
        ),
        migrations.AddField(
            model_name="pose",
            name="ground",
            field=django.contrib.gis.db.models.fields.PolygonField(
                help_text="what its picture covers, as it says itself",
                null=True,
                spatial_index=False,
                srid=4326,
            ),
        ),
        migrations.AlterField(
            model_name="owner",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agency", "Agency"),
                    ("school", "School"),
                    ("business", "Business"),
                    ("resident", "Resident"),
                    ("caller", "Caller"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Invite",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "digest",
                    models.BinaryField(
                        help_text="of the link's secret", max_length=32, unique=True
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("consented_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("caller", "the caller stopped"),
                            ("dispatcher", "dispatch stopped it"),
                            ("closed", "the call was closed"),
                            ("time", "its time was over"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "camera",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invite",
                        to="registry.camera",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phone_invites",
                        to="registry.incident",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "phone_invite",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["expires_at"],
                        name="invite_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consented_at__isnull", True), ("ends_at__isnull", True)),
                            models.Q(("consented_at__isnull", False), ("ends_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="whoever_consents_knows_until_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("ended_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_ended_invite_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
