import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("registry", "0022_money")]

    operations = [
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='registry.study')),
            ],
            options={
                'db_table': 'scenario',
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                ('cells', models.BinaryField(help_text='H3 ids, 8 bytes each, little-endian')),
                ('verdicts', models.BinaryField(help_text='one byte a cell; see scenarios.trials.Verdict')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'scenario_trial',
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(help_text='from 1, in the order of saving')),
                ('name', models.CharField(max_length=200)),
                ('base', models.PositiveIntegerField(help_text='the number it was made from; 0 is the study itself')),
                ('changes', models.JSONField(help_text='acts in their order; see scenarios.changes')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('numbers', models.JSONField(help_text='what it would change, as found when it was saved')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='registry.scenario')),
            ],
            options={
                'db_table': 'scenario_version',
                'ordering': ['number'],
            },
        ),
        migrations.AddIndex(
            model_name='scenario',
            index=models.Index(fields=['-made_at'], name='scenario_latest'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('scenario', 'number'), name='one_version_a_number'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('base__lt', models.F('number'))), name='a_base_is_older'),
        ),
    ]
