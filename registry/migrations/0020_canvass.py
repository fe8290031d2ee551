import uuid

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("registry", "0019_footage")]

    operations = [
        migrations.CreateModel(
            name="Walk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("sums", models.JSONField(help_text="how many doors said what, when it had ended", null=True)),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("request", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="walks", to="registry.footagerequest")),
                ("walkers", models.ManyToManyField(help_text="who else knocks", related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"db_table": "canvass_walk"},
        ),
        migrations.CreateModel(
            name="Door",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("turn", models.PositiveSmallIntegerField(help_text="its place in the walk, from 1")),
                ("address", models.CharField(max_length=300)),
                ("position", django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326)),
                ("outcome", models.CharField(blank=True, choices=[("", "not asked yet"), ("none", "no camera"), ("preserved", "has it and keeps it"), ("uploaded", "has sent it"), ("call_back", "call back")], default="", max_length=9)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("marked_at", models.DateTimeField(blank=True, help_text="by the walker's clock", null=True)),
                ("marked_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("walk", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="doors", to="registry.walk")),
            ],
            options={"db_table": "canvass_door", "ordering": ["turn"]},
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.UniqueConstraint(fields=("walk", "turn"), name="one_door_at_a_turn"),
        ),
        migrations.CreateModel(
            name="Handed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("upload", models.UUIDField(help_text="evidence's name for it", unique=True)),
                ("door", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="handed", to="registry.door")),
            ],
            options={"db_table": "canvass_handed"},
        ),
    ]
