import django.db.models.deletion
import django.utils.timezone
import uuid
from pathlib import Path
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql" / "0011_edge.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0010_ptz"),
    ]

    operations = [
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "key",
                    models.BinaryField(
                        help_text="Ed25519, the public half", max_length=32, unique=True
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=40)),
                ("enrolled_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "line",
                    models.UUIDField(help_text="the connection it is on, while it lasts", null=True),
                ),
                ("heard_at", models.DateTimeField(null=True)),
                (
                    "told_at",
                    models.DateTimeField(help_text="when its owner was told of its silence", null=True),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boxes",
                        to="registry.owner",
                    ),
                ),
            ],
            options={
                "db_table": "box",
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField(help_text="of the code", max_length=32, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.owner",
                    ),
                ),
            ],
            options={
                "db_table": "box_pairing",
            },
        ),
        migrations.CreateModel(
            name="BoxCamera",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.UUIDField(help_text="the box's own id for it")),
                ("name", models.CharField(max_length=80)),
                ("offers_live", models.BooleanField(default=False)),
                ("state", models.CharField(default="unknown", max_length=10)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "recording",
                    models.CharField(blank=True, help_text='"on", or why not', max_length=200),
                ),
                ("terms", models.JSONField(help_text="the owner's switch, as the box says it is")),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cameras",
                        to="registry.box",
                    ),
                ),
                (
                    "camera",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="box_camera",
                        to="registry.camera",
                    ),
                ),
            ],
            options={
                "db_table": "box_camera",
                "constraints": [
                    models.UniqueConstraint(fields=("box", "key"), name="one_camera_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("camera__isnull", True),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_accepted_camera_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoxLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("process", models.UUIDField()),
                (
                    "until",
                    models.DateTimeField(
                        help_text="renewed while it lasts; past it media died with it"
                    ),
                ),
                (
                    "camera",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.camera",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.incident",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "box_look",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "camera", "incident", "user"), name="one_look_of_each"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
