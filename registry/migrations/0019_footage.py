import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0018_evidence'),
    ]

    operations = [
        migrations.CreateModel(
            name='FootageRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('lapsed', 'Lapsed')], default='draft', max_length=8)),
                ('case_number', models.CharField(blank=True, max_length=60)),
                ('purpose', models.CharField(blank=True, help_text='a code of the adopted list', max_length=60)),
                ('text', models.TextField(blank=True, help_text='what owners read', max_length=1000)),
                ('contact', models.CharField(blank=True, help_text='whom owners may ask', max_length=200)),
                ('area', django.contrib.gis.db.models.fields.PolygonField(blank=True, null=True, srid=4326)),
                ('begins', models.DateTimeField(blank=True, null=True)),
                ('ends', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('upload_at', models.DateTimeField(blank=True, help_text='when owners are asked for the upload', null=True)),
                ('lapses_at', models.DateTimeField(blank=True, null=True)),
                ('first_at', models.DateTimeField(blank=True, help_text='when the first clip came', null=True)),
                ('asked', models.PositiveIntegerField(default=0, help_text='owners, when it was sent')),
                ('kept', models.PositiveIntegerField(default=0)),
                ('nothing', models.PositiveIntegerField(default=0)),
                ('useful', models.CharField(blank=True, choices=[('', 'not said yet'), ('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], default='', max_length=8)),
                ('useful_at', models.DateTimeField(blank=True, null=True)),
                ('thanked_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='registry.agency')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='footage_requests', to='registry.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'footage_request',
            },
            managers=[
                ('registry', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('cameras', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), help_text='those that saw the place at the time', size=None)),
                ('asked_at', models.DateTimeField()),
                ('upload_asked_at', models.DateTimeField(blank=True, null=True)),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('', 'no answer'), ('nothing', 'Nothing'), ('received', 'Received')], default='', max_length=8)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(help_text='null: left', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='footage_requests', to='registry.owner')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='registry.footagerequest')),
            ],
            options={
                'db_table': 'footage_recipient',
            },
        ),
        migrations.CreateModel(
            name='FootageClip',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('upload', models.UUIDField(help_text="evidence's name for it", unique=True)),
                ('begins', models.DateTimeField(blank=True, help_text='as the owner says', null=True)),
                ('ends', models.DateTimeField(blank=True, help_text='as the owner says', null=True)),
                ('received_at', models.DateTimeField(blank=True, help_text='null: on its way', null=True)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clips', to='registry.recipient')),
            ],
            options={
                'db_table': 'footage_clip',
            },
        ),
        migrations.AddIndex(
            model_name='footagerequest',
            index=models.Index(fields=['made_by', '-made_at'], name='footage_request_by'),
        ),
        migrations.AddIndex(
            model_name='footagerequest',
            index=models.Index(condition=models.Q(('state', 'sent')), fields=['lapses_at'], name='footage_request_open'),
        ),
        migrations.AddConstraint(
            model_name='footagerequest',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('area__isnull', False), ('begins__isnull', False), ('ends__isnull', False), ('lapses_at__isnull', False), ('sent_at__isnull', False), ('upload_at__isnull', False)), _connector='OR'), name='a_sent_request_says_where_and_when'),
        ),
        migrations.AddConstraint(
            model_name='footagerequest',
            constraint=models.CheckConstraint(condition=models.Q(('begins__isnull', True), ('ends__isnull', True), ('ends__gt', models.F('begins')), _connector='OR'), name='a_request_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='recipient',
            index=models.Index(fields=['owner', '-asked_at'], name='footage_recipient_asked'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(fields=('request', 'owner'), name='an_owner_is_asked_once'),
        ),
    ]
