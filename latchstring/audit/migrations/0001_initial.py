import django.db.models.deletion
import latchstring.kernel.clock
import latchstring.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('firms', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('number', models.PositiveBigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('number'), name='seal_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=40)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_name', models.CharField(blank=True, max_length=200)),
                ('client_id', models.UUIDField(null=True)),
                ('person_id', models.UUIDField(null=True)),
                ('subject_id', models.UUIDField(null=True)),
                ('detail', models.JSONField(default=dict)),
                ('address', models.GenericIPAddressField(null=True)),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('seal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='audit.seal')),
            ],
            options={
                'indexes': [models.Index(models.F('firm'), models.F('id'), name='event_newest'), models.Index(models.F('client_id'), models.F('id'), name='event_of_client'), models.Index(models.F('person_id'), models.F('id'), name='event_of_person'), models.Index(models.F('firm'), models.F('id'), condition=models.Q(('seal', None)), name='event_unsealed')],
            },
        ),
    ]
