import django.db.models.deletion
import latchstring.firms.models
import latchstring.kernel.clock
import latchstring.kernel.ids
import latchstring.kernel.tokens
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Firm',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('time_zone', models.CharField(default='UTC', max_length=60)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('street', models.CharField(blank=True, max_length=200)),
                ('support_email', models.EmailField(blank=True, max_length=254)),
                ('sender_address', models.EmailField(blank=True, max_length=254)),
                ('invite_days', models.PositiveSmallIntegerField(default=30)),
                ('invites_a_day', models.PositiveIntegerField(default=2000)),
                ('resends_a_day', models.PositiveSmallIntegerField(default=3)),
                ('emails_a_minute', models.PositiveIntegerField(default=0)),
                ('undo_seconds', models.PositiveSmallIntegerField(default=10)),
                ('switched_on', models.JSONField(default=latchstring.firms.models._at_first)),
                ('set_up', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('dormant_days', models.PositiveSmallIntegerField(default=14)),
                ('dormant_months', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('host', models.CharField(max_length=253)),
                ('code', models.CharField(default=latchstring.kernel.tokens.mint, max_length=64)),
                ('finding', models.CharField(choices=[('unchecked', 'Unchecked'), ('missing', 'Missing'), ('elsewhere', 'Elsewhere'), ('unproven', 'Unproven'), ('taken', 'Taken'), ('silent', 'Silent'), ('works', 'Works')], default='unchecked', max_length=10)),
                ('points_to', models.CharField(blank=True, max_length=300)),
                ('checked_at', models.DateTimeField(null=True)),
                ('verified_at', models.DateTimeField(null=True)),
                ('vouched_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='firms.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('host'), name='domain_once_per_firm'), models.UniqueConstraint(models.F('host'), condition=models.Q(('verified_at__isnull', False)), name='verified_domain_once')],
            },
        ),
        migrations.CreateModel(
            name='Branding',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('colour', models.CharField(default='#1f5c4a', max_length=7)),
                ('colour_night', models.CharField(default='#2f7d66', max_length=7)),
                ('welcome', models.TextField(blank=True)),
                ('logo_digest', models.CharField(blank=True, max_length=16)),
                ('firm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='branding', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('png', models.BinaryField()),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('firm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='logo', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
