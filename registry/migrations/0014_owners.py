import datetime
import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):

    dependencies = [("registry", "0013_notices")]

    operations = [
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField(help_text='the look, as the audit log has it')),
                ('words', models.TextField(max_length=2000)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('due_at', models.DateTimeField()),
                ('reply', models.TextField(blank=True, max_length=2000)),
                ('replied_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'dispute',
            },
        ),
        migrations.CreateModel(
            name='OwnerLink',
            fields=[
                ('digest', models.BinaryField(primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('owner', "open the owner's page"), ('confirm', 'confirm an e-mail address'), ('keep', 'promise to keep footage'), ('answer', 'answer a footage request'), ('ask', 'let a camera be seen, or not'), ('still', 'say whether the cameras are still there')], max_length=8)),
                ('about', models.CharField(blank=True, help_text='the id of what it is about', max_length=80)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('expires_at', models.DateTimeField()),
                ('once', models.BooleanField(default=False)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'owner_link',
            },
        ),
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('case', models.CharField(help_text='the number of the open case', max_length=60)),
                ('reason', models.CharField(max_length=500)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('until', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'withholding',
            },
        ),
        migrations.AddField(
            model_name='owner',
            name='email_confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='owner',
            name='language',
            field=models.CharField(default='en', help_text='of what is sent to them', max_length=8),
        ),
        migrations.AddField(
            model_name='owner',
            name='left_at',
            field=models.DateTimeField(blank=True, help_text='when they deleted all that was known of them', null=True),
        ),
        migrations.AddField(
            model_name='owner',
            name='paused_until',
            field=models.DateTimeField(blank=True, help_text='until then nobody looks, whatever the grants say', null=True),
        ),
        migrations.AddField(
            model_name='owner',
            name='reminded_at',
            field=models.DateTimeField(blank=True, help_text='when last asked whether the cameras are still there', null=True),
        ),
        migrations.AddField(
            model_name='owner',
            name='reminders_missed',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='owner',
            constraint=models.CheckConstraint(condition=models.Q(('left_at__isnull', True), models.Q(('email', ''), ('name', ''), ('phone', ''), ('user__isnull', True)), _connector='OR'), name='nothing_is_known_of_an_owner_who_left'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='camera',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.camera'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='registry.owner'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='replied_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ownerlink',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='registry.owner'),
        ),
        migrations.AddField(
            model_name='withholding',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withholding',
            name='incident',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withholding', to='registry.incident'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(fields=('owner', 'entry_id'), name='a_look_is_disputed_once'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('reply', '')), models.Q(('replied_at__isnull', False), ('replied_by__isnull', False), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='a_reply_has_words_and_a_writer'),
        ),
        migrations.AddIndex(
            model_name='ownerlink',
            index=models.Index(fields=['owner', 'purpose'], name='owner_link_owner_i_d80af9_idx'),
        ),
        migrations.AddConstraint(
            model_name='withholding',
            constraint=models.CheckConstraint(condition=models.Q(('until__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=30))))), name='nothing_is_withheld_for_longer_than_promised'),
        ),
        migrations.RunSQL((SQL / "0014_looks.sql").read_text(), migrations.RunSQL.noop),
    ]
