import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_anchors")]

    operations = [
        migrations.CreateModel(
            name="RetentionClass",
            fields=[
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("days", models.PositiveIntegerField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        help_text="words in a call's kind",
                        size=None,
                    ),
                ),
            ],
            options={
                "db_table": "evidence_class",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)),
                        name="evidence_is_kept_for_a_day_at_least",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("still", "Still"),
                            ("clip", "Clip"),
                            ("upload", "file"),
                            ("copy", "working copy"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "request",
                    models.UUIDField(db_index=True, help_text="the request it answers", null=True),
                ),
                (
                    "recipe",
                    models.CharField(blank=True, help_text="how a copy was made", max_length=300),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(help_text="bytes")),
                ("stored", models.CharField(help_text="its name in the storage", max_length=80)),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="as whoever gave it called it", max_length=255
                    ),
                ),
                (
                    "begins_at",
                    models.DateTimeField(help_text="of what it shows, where we know", null=True),
                ),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "device",
                    models.CharField(blank=True, help_text="what recorded it", max_length=200),
                ),
                (
                    "clock_offset",
                    models.FloatField(
                        help_text="seconds the recorder's clock was ahead of the time; null: not said",
                        null=True,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "giver",
                    models.CharField(blank=True, help_text="who gave it, by name", max_length=200),
                ),
                (
                    "hold",
                    models.CharField(
                        blank=True, help_text="why it may not be deleted", max_length=200
                    ),
                ),
                (
                    "copying",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not wanted"),
                            ("waiting", "Waiting"),
                            ("making", "being made"),
                            ("made", "Made"),
                            ("failed", "Failed"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("copying_since", models.DateTimeField(null=True)),
                (
                    "copying_said",
                    models.CharField(blank=True, help_text="why there is no copy", max_length=300),
                ),
                (
                    "deleted_at",
                    models.DateTimeField(help_text="the row stays, without the bytes", null=True),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.agency",
                    ),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="registry.incident",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        help_text="whose case it is, where no call says so",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="registry.item",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        help_text="who kept it; null: an owner sent it by a link",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retention",
                    models.ForeignKey(
                        default="standard",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="registry.retentionclass",
                    ),
                ),
            ],
            options={
                "db_table": "evidence_item",
            },
            managers=[
                ("registry", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("again", "received again"),
                            ("viewed", "Viewed"),
                            ("downloaded", "Downloaded"),
                            ("derived", "Derived"),
                            ("exported", "Exported"),
                            ("noted", "Noted"),
                            ("held", "Held"),
                            ("released", "Released"),
                            ("deleted", "Deleted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_id", models.CharField(blank=True, max_length=64)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("actor_role", models.CharField(max_length=20)),
                ("detail", models.JSONField(default=dict)),
                (
                    "entry",
                    models.BigIntegerField(help_text="the same deed's row in the sealed log"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="registry.item",
                    ),
                ),
            ],
            options={
                "db_table": "evidence_custody",
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="certificate",
                        serialize=False,
                        to="registry.item",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(help_text="bytes")),
                ("received_at", models.DateTimeField()),
                ("rule", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "bytes_gone",
                    models.BooleanField(help_text="false: another item is the same file and stays"),
                ),
            ],
            options={
                "db_table": "evidence_certificate",
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key_digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("checking", "all here, being hashed"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("request", models.UUIDField(db_index=True, null=True)),
                ("giver", models.CharField(blank=True, max_length=200)),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField(help_text="bytes, as announced")),
                ("device", models.CharField(blank=True, max_length=200)),
                ("clock_offset", models.FloatField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("expires_at", models.DateTimeField(help_text="half a file is not kept for ever")),
                (
                    "again",
                    models.BooleanField(default=False, help_text="the same file was here already"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.agency",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.incident",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.item",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="who began it; null: somebody by a link",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "evidence_upload",
            },
        ),
        migrations.RunSQL((SQL / "0018_evidence.sql").read_text(), migrations.RunSQL.noop),
        migrations.DeleteModel(name="Clip"),
        migrations.DeleteModel(name="Still"),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("copying__in", ["waiting", "making"])),
                fields=["copying_since"],
                name="evidence_item_copying",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="evidence_has_its_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "copy"), ("parent__isnull", False)),
                    models.Q(models.Q(("kind", "copy"), _negated=True), ("parent__isnull", True)),
                    _connector="OR",
                ),
                name="a_copy_has_its_original",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("incident__isnull", False), ("request__isnull", False), _connector="OR"
                ),
                name="evidence_is_kept_for_a_call_or_a_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("kind", "still")),
                fields=("incident", "camera", "sha256"),
                name="a_still_is_kept_once",
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "checking"])),
                fields=["expires_at"],
                name="evidence_upload_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("incident__isnull", False), ("request__isnull", False), _connector="OR"
                ),
                name="an_upload_is_for_a_call_or_a_request",
            ),
        ),
    ]
