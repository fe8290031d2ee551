import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_edge")]

    operations = [
        migrations.CreateModel(
            name="Retention",
            fields=[
                (
                    "what",
                    models.CharField(
                        choices=[("recordings", "Recordings")],
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
            ],
            options={
                "db_table": "retention",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)), name="kept_for_a_day_at_least"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recorder",
            fields=[
                (
                    "camera",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="recorder",
                        serialize=False,
                        to="registry.camera",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        help_text="never longer than all recordings are kept"
                    ),
                ),
                (
                    "is_on",
                    models.BooleanField(
                        default=True, help_text="what was recorded before stays its days"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "not begun"),
                            ("recording", "Recording"),
                            ("no_picture", "the camera sends nothing"),
                            ("full", "there is no room to write to"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "recorder",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)), name="recorded_for_a_day_at_least"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("size", models.PositiveIntegerField(help_text="bytes")),
                (
                    "codec",
                    models.CharField(
                        choices=[("jpeg", "Jpeg"), ("h264", "H264"), ("h265", "H265")],
                        max_length=4,
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                (
                    "hold",
                    models.CharField(
                        blank=True,
                        help_text="why it may not be deleted, whatever its age",
                        max_length=200,
                    ),
                ),
                (
                    "camera",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="segments",
                        to="registry.camera",
                    ),
                ),
            ],
            options={
                "db_table": "segment",
                "indexes": [models.Index(fields=["camera", "begins_at"], name="segment_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                        name="a_segment_lasts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clip",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(help_text="bytes")),
                (
                    "begins_at",
                    models.DateTimeField(
                        help_text="as asked; its film begins at the keyframe before"
                    ),
                ),
                ("ends_at", models.DateTimeField()),
                (
                    "kept_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "camera",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.camera",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clips",
                        to="registry.incident",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "clip",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="a_clip_has_its_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                        name="a_clip_lasts",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "0012_recordings.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0012_access.sql").read_text(), migrations.RunSQL.noop),
    ]
