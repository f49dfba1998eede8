import django.db.models.deletion
import latchstring.kernel.clock
import latchstring.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clients', '0002_search_index'),
        ('firms', '0001_initial'),
        ('portals', '0003_room'),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('started_at', models.DateTimeField(null=True)),
                ('started_by', models.CharField(blank=True, max_length=200)),
                ('completed_at', models.DateTimeField(null=True)),
                ('completed_by', models.CharField(blank=True, max_length=200)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('closing_at', models.DateTimeField(null=True)),
                ('closing_by', models.UUIDField(null=True)),
                ('cursor', models.UUIDField(null=True)),
                ('gathered', models.PositiveIntegerField(default=0)),
                ('gathered_at', models.DateTimeField(null=True)),
                ('stopped', models.CharField(blank=True, max_length=300)),
                ('total', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), condition=models.Q(('completed_at', None)), name='one_review_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('email', models.CharField(max_length=254)),
                ('client_name', models.CharField(max_length=200)),
                ('sort_name', models.CharField(max_length=400)),
                ('scope', models.CharField(max_length=20)),
                ('granted_at', models.DateTimeField()),
                ('granted_by', models.CharField(blank=True, max_length=200)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('last_login_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('keep', 'Keep'), ('remove', 'Remove'), ('later', 'Ask later')], max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=200)),
                ('ended', models.BooleanField(default=False)),
                ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portals.access')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('review', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='reviews.review')),
            ],
            options={
                'indexes': [models.Index(models.F('review'), models.F('decision'), models.F('sort_name'), models.F('id'), name='review_line_by_decision'), models.Index(models.F('review'), models.F('sort_name'), models.F('id'), name='review_line_by_name')],
                'constraints': [models.UniqueConstraint(models.F('review'), models.F('access'), name='reviewed_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('data', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('pdf', models.BinaryField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='reviews.review')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TeamLine',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('decision', models.CharField(blank=True, choices=[('keep', 'Keep'), ('remove', 'Remove'), ('later', 'Ask later')], max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=200)),
                ('ended', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=150)),
                ('email', models.CharField(max_length=254)),
                ('joined', models.BooleanField()),
                ('owner', models.BooleanField()),
                ('role', models.CharField(max_length=60)),
                ('may', models.JSONField(default=list)),
                ('seats', models.JSONField(default=list)),
                ('clients', models.JSONField(null=True)),
                ('last_login_at', models.DateTimeField(null=True)),
                ('second_step', models.CharField(blank=True, max_length=60)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.teammember')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_lines', to='reviews.review')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
