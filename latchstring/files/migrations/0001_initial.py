import django.db.models.deletion
import latchstring.kernel.clock
import latchstring.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clients', '0001_initial'),
        ('firms', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FirmKey',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('wrapped', models.BinaryField()),
                ('master', models.CharField(max_length=16)),
                ('retired_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), condition=models.Q(('retired_at', None)), name='one_key_per_firm')],
            },
        ),
        migrations.CreateModel(
            name='Folder',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('sort_name', models.CharField(max_length=200)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('deleted_by', models.UUIDField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folders', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='folders', to='files.folder')),
            ],
            options={
                'indexes': [models.Index(models.F('deleted_at'), condition=models.Q(('deleted_at__isnull', False)), name='folder_binned')],
                'constraints': [models.UniqueConstraint(models.F('client'), models.F('parent'), models.F('sort_name'), condition=models.Q(('deleted_at', None)), name='folder_once_in_folder'), models.UniqueConstraint(models.F('client'), models.F('sort_name'), condition=models.Q(('deleted_at', None), ('parent', None)), name='folder_once_on_top')],
            },
        ),
        migrations.CreateModel(
            name='Leftover',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('place', models.CharField(max_length=200)),
                ('due_at', models.DateTimeField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=255)),
                ('sort_name', models.CharField(max_length=255)),
                ('member_id', models.UUIDField(null=True)),
                ('person_id', models.UUIDField(null=True)),
                ('added_by', models.CharField(max_length=200)),
                ('shared_at', models.DateTimeField(null=True)),
                ('shared_by', models.UUIDField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('reviewed_by', models.UUIDField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('deleted_by', models.UUIDField(null=True)),
                ('changed_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('folder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='files.folder')),
            ],
            options={
                'indexes': [models.Index(models.F('client'), models.F('folder'), models.F('sort_name'), models.F('id'), condition=models.Q(('deleted_at', None)), name='document_listed'), models.Index(models.F('client'), models.F('shared_at'), condition=models.Q(('deleted_at', None), ('shared_at__isnull', False)), name='document_shown'), models.Index(models.F('firm'), models.F('created_at'), models.F('id'), condition=models.Q(('deleted_at', None), ('person_id__isnull', False), ('reviewed_at', None)), name='document_inbox'), models.Index(models.F('deleted_at'), condition=models.Q(('deleted_at__isnull', False)), name='document_binned')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('person_id', models.UUIDField()),
                ('name', models.CharField(max_length=200)),
                ('last_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('times', models.PositiveIntegerField(default=1)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='files.document')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('document'), models.F('person_id'), name='opening_once')],
            },
        ),
        migrations.CreateModel(
            name='SecureLink',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('password', models.CharField(blank=True, max_length=200)),
                ('expires_at', models.DateTimeField()),
                ('most', models.PositiveIntegerField(null=True)),
                ('downloads', models.PositiveIntegerField(default=0)),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('code', models.BinaryField(max_length=32, null=True)),
                ('code_expires_at', models.DateTimeField(null=True)),
                ('member_id', models.UUIDField(null=True)),
                ('made_by', models.CharField(max_length=200)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.UUIDField(null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='files.document')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('firm'), models.F('created_at'), models.F('id'), name='link_listed')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('user_id', models.UUIDField()),
                ('side', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=255)),
                ('place', models.CharField(max_length=200)),
                ('length', models.PositiveBigIntegerField()),
                ('offset', models.PositiveBigIntegerField(default=0)),
                ('parts', models.JSONField(default=dict)),
                ('tail', models.PositiveIntegerField(default=0)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('writer', models.UUIDField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='clients.client')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='files.document')),
                ('finished_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='files.document')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('folder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='files.folder')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.firmkey')),
            ],
            options={
                'indexes': [models.Index(models.F('expires_at'), name='upload_by_expiry')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('number', models.PositiveIntegerField(default=1)),
                ('place', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('content_type', models.CharField(max_length=100)),
                ('scan', models.CharField(choices=[('waiting', 'Waiting'), ('clean', 'Clean'), ('infected', 'Infected'), ('unscanned', 'Unscanned')], default='waiting', max_length=10)),
                ('scanned_at', models.DateTimeField(null=True)),
                ('finding', models.CharField(blank=True, max_length=200)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('previewed_at', models.DateTimeField(null=True)),
                ('preview_failed', models.CharField(blank=True, max_length=200)),
                ('leased_until', models.DateTimeField(null=True)),
                ('added_by', models.CharField(max_length=200)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='files.document')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.firmkey')),
            ],
            options={
                'indexes': [models.Index(models.F('id'), condition=models.Q(('scan', 'waiting')), name='version_to_scan'), models.Index(models.F('id'), condition=models.Q(('previewed_at', None)), name='version_to_preview')],
                'constraints': [models.UniqueConstraint(models.F('document'), models.F('number'), name='version_once')],
            },
        ),
        migrations.AddField(
            model_name='Document',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.version'),
        ),
    ]
