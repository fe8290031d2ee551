import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("registry", "0023_scenarios")]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("wanted", models.JSONField(help_text="how many or for how much, of which kinds, where, and why")),
                ("state", models.CharField(choices=[("queued", "Queued"), ("running", "Running"), ("done", "Done"), ("failed", "Failed"), ("cancelled", "Cancelled")], default="queued", max_length=10)),
                ("step", models.CharField(blank=True, help_text="what is being done, in words", max_length=60)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("cancel_asked", models.BooleanField(default=False)),
                ("alive_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text="the worker's last sign of life")),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("found", models.JSONField(default=dict, help_text="the sites in order, what they add, and how near the best that is")),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("study", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="registry.study")),
            ],
            options={
                "db_table": "proposal",
                "indexes": [models.Index(fields=["study", "-made_at"], name="proposal_latest")],
            },
        ),
    ]
