import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_registering")]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="panic_until",
            field=models.DateTimeField(
                blank=True,
                help_text="a panic alarm: until then it opens what owners said",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        help_text="who has not answered by then is not waited for"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not answered yet"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("none", "nobody answered in time"),
                        ],
                        default="",
                        max_length=4,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("opens_from", models.DateTimeField(null=True)),
                (
                    "opens_until",
                    models.DateTimeField(help_text="brought forward by whoever ends it", null=True),
                ),
                (
                    "asked_by",
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
                        related_name="questions",
                        to="registry.camera",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="registry.grant",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="registry.incident",
                    ),
                ),
            ],
            options={
                "db_table": "owner_question",
                "indexes": [models.Index(fields=["grant", "incident"], name="question_of_a_grant")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("camera", "incident"),
                        name="one_open_question_of_a_camera_and_a_call",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", "yes"),
                                ("opens_from__isnull", False),
                                ("opens_until__isnull", False),
                            ),
                            models.Q(
                                models.Q(("answer", "yes"), _negated=True),
                                ("opens_from__isnull", True),
                                ("opens_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_yes_opens",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "0016_access.sql").read_text(), migrations.RunSQL.noop),
    ]
