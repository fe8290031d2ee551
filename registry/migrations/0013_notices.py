import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_recordings"), ("procrastinate", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=8)),
                (
                    "to",
                    models.EmailField(
                        blank=True, help_text="blank once it is forgotten", max_length=254
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300)),
                (
                    "sealed",
                    models.BinaryField(
                        help_text="the body: it may hold a link that opens something"
                    ),
                ),
                ("message_id", models.CharField(max_length=300, unique=True)),
                ("about_type", models.CharField(blank=True, max_length=40)),
                ("about_id", models.CharField(blank=True, max_length=64)),
                (
                    "queued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "next_try_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="null: it was sent, or given up",
                        null=True,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "db_table": "notice",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["next_try_at"],
                        name="notice_due",
                    ),
                    models.Index(fields=["about_type", "about_id"], name="notice_about"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None), ("next_try_at", None), _connector="OR"
                        ),
                        name="a_sent_notice_rests",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("asked", "Asked"),
                            ("declined", "Declined"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=12)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "camera",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="registry.camera",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.notice",
                    ),
                ),
            ],
            options={
                "db_table": "verdict",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deed", "accepted"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="who_is_not_accepted_is_told_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "other"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="another_reason_has_words",
                    ),
                ],
            },
        ),
        # Mail was jobs before. What waits is a link good for 30 minutes or news of a box; what is
        # done holds addresses that nothing would forget any more.
        migrations.RunSQL(
            "DELETE FROM procrastinate_jobs"
            " WHERE task_name IN ('mail_phone_link', 'mail_box_silent')",
            migrations.RunSQL.noop,
        ),
    ]
