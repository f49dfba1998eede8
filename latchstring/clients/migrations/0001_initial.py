import django.db.models.deletion
import latchstring.kernel.clock
import latchstring.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('firms', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counts',
            fields=[
                ('firm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='firms.firm')),
                ('clients', models.PositiveIntegerField(default=0)),
                ('clients_without', models.PositiveIntegerField(default=0)),
                ('clients_reachable', models.PositiveIntegerField(default=0)),
                ('clients_accepted', models.PositiveIntegerField(default=0)),
                ('clients_recent', models.PositiveIntegerField(default=0)),
                ('people_pending', models.PositiveIntegerField(default=0)),
                ('people_active', models.PositiveIntegerField(default=0)),
                ('recording_since', models.DateTimeField(default=latchstring.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('member_id', models.UUIDField(null=True)),
                ('kind', models.CharField(max_length=20)),
                ('value', models.CharField(blank=True, max_length=100)),
                ('what', models.JSONField(default=dict)),
                ('chosen', models.JSONField(default=dict)),
                ('cursor', models.UUIDField(null=True)),
                ('selected', models.PositiveIntegerField(default=0)),
                ('seen', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('taken_back', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('undo_asked_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('stopped', models.CharField(blank=True, max_length=200)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'indexes': [models.Index(models.F('id'), condition=models.Q(models.Q(('finished_at', None), ('undo_asked_at', None)), models.Q(('undo_asked_at__isnull', False), ('undone_at', None)), _connector='OR'), name='bulk_change_open')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=60)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('name'), name='tag_once_per_firm')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('member_id', models.UUIDField(null=True)),
                ('file_name', models.CharField(max_length=200)),
                ('path', models.CharField(blank=True, max_length=300)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('headers', models.JSONField(default=list)),
                ('sample', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('mapped_at', models.DateTimeField(null=True)),
                ('plan', models.JSONField(default=dict)),
                ('planned_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('cursor', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('applied_at', models.DateTimeField(null=True)),
                ('failed', models.CharField(blank=True, max_length=300)),
                ('leased_until', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'indexes': [models.Index(models.F('id'), condition=models.Q(('applied_at', None), ('failed', '')), name='import_open'), models.Index(models.F('id'), condition=models.Q(('path', ''), _negated=True), name='import_with_file')],
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('headers_digest', models.BinaryField(max_length=32)),
                ('mapping', models.JSONField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('headers_digest'), name='mapping_once_per_firm')],
            },
        ),
        migrations.CreateModel(
            name='BulkPart',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('rows', models.JSONField(default=list)),
                ('undone_at', models.DateTimeField(null=True)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='clients.bulkchange')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('sort_name', models.CharField(max_length=200)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('street', models.CharField(blank=True, max_length=200)),
                ('city', models.CharField(blank=True, max_length=100)),
                ('region', models.CharField(blank=True, max_length=60)),
                ('postcode', models.CharField(blank=True, max_length=20)),
                ('fiscal_year_end', models.CharField(blank=True, max_length=10)),
                ('inactive_at', models.DateTimeField(null=True)),
                ('renamed_at', models.DateTimeField(null=True)),
                ('portal_people', models.PositiveIntegerField(default=0)),
                ('accepted_people', models.PositiveIntegerField(default=0)),
                ('reachable_contacts', models.PositiveIntegerField(default=0)),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='responsible_for', to='accounts.teammember')),
                ('tags', models.ManyToManyField(related_name='clients', to='clients.tag')),
            ],
            options={
                'indexes': [models.Index(models.F('firm'), models.F('sort_name'), models.F('id'), name='client_by_name'), models.Index(models.F('firm'), models.F('number'), models.F('id'), name='client_by_number'), models.Index(models.F('firm'), models.F('kind'), models.F('id'), name='client_by_kind'), models.Index(models.F('firm'), models.F('created_at'), models.F('id'), name='client_by_added'), models.Index(models.F('firm'), models.F('portal_people'), models.F('id'), name='client_by_portal'), models.Index(models.F('firm'), models.F('sort_name'), models.F('id'), condition=models.Q(('inactive_at__isnull', False)), name='client_archived'), models.Index(models.F('id'), condition=models.Q(('renamed_at__isnull', False)), name='client_renamed'), models.Index(models.F('firm'), models.F('sort_name'), models.F('id'), condition=models.Q(('inactive_at', None), ('portal_people', 0)), name='client_without_portal')],
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('number'), condition=models.Q(('number', ''), _negated=True), name='client_number_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('client', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search', to='clients.client')),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('member_id', models.UUIDField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='clients.client')),
            ],
            options={
                'indexes': [models.Index(models.F('member_id'), models.F('client'), name='assigned_to')],
                'constraints': [models.UniqueConstraint(models.F('client'), models.F('member_id'), name='assigned_once')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('relation', models.CharField(blank=True, max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('removed_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'ordering': ['position', 'id'],
                'indexes': [models.Index(models.F('firm'), models.F('address'), name='contact_by_address')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('relation', models.CharField(max_length=60)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('client'), models.F('other'), name='linked_once')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('member_id', models.UUIDField(null=True)),
                ('author_name', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField()),
                ('edited_at', models.DateTimeField(null=True)),
                ('pinned_at', models.DateTimeField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'indexes': [models.Index(models.F('client'), models.F('id'), condition=models.Q(('deleted_at', None)), name='note_of_client')],
            },
        ),
    ]
