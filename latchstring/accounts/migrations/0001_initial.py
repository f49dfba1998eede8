import django.db.models.deletion
import django.db.models.functions.text
import latchstring.kernel.clock
import latchstring.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('firms', '0001_initial'),
        ('mail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PermissionSet',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=60)),
                ('actions', models.JSONField(default=list)),
                ('all_clients', models.BooleanField(default=False)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), django.db.models.functions.text.Lower('name'), name='permission_set_name_once')],
            },
        ),
        migrations.CreateModel(
            name='ForgottenPassword',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('address', models.CharField(max_length=254)),
                ('answered_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'indexes': [models.Index(models.F('id'), condition=models.Q(('answered_at', None)), name='forgotten_unanswered')],
            },
        ),
        migrations.CreateModel(
            name='SignInRules',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('team', models.JSONField(default=dict)),
                ('clients', models.JSONField(default=dict)),
                ('firm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=64)),
                ('until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.F('mark'), models.F('until'), name='tries_that_count'), models.Index(models.F('until'), name='tries_that_are_over')],
            },
        ),
        migrations.CreateModel(
            name='SingleSignOn',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('issuer', models.CharField(max_length=300)),
                ('client_id', models.CharField(max_length=300)),
                ('secret', models.TextField()),
                ('label', models.CharField(max_length=60)),
                ('firm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='single_sign_on', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('name', models.CharField(max_length=150)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('admin', 'Admin'), ('staff', 'Staff (all clients)'), ('staff-assigned', 'Staff (assigned clients)'), ('viewer', 'Viewer')], max_length=20)),
                ('seats', models.JSONField(default=list)),
                ('deactivated_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('permission_set', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='accounts.permissionset')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('subject', models.CharField(blank=True, max_length=255)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('user'), name='member_once_per_firm'), models.UniqueConstraint(models.F('firm'), models.F('address'), condition=models.Q(('user', None)), name='invited_once_per_firm'), models.UniqueConstraint(models.F('firm'), condition=models.Q(('deactivated_at', None), ('role', 'owner')), name='one_owner_per_firm'), models.UniqueConstraint(models.F('firm'), models.F('subject'), condition=models.Q(('subject', ''), _negated=True), name='subject_once_per_firm')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('number', models.UUIDField(default=latchstring.kernel.ids.uuid7)),
                ('logged_in_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('address', models.GenericIPAddressField(null=True)),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PhoneCode',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('member_id', models.UUIDField(null=True)),
                ('digest', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TeamInvite',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('address', models.CharField(max_length=254)),
                ('inviter_id', models.UUIDField(null=True)),
                ('inviter_name', models.CharField(blank=True, max_length=200)),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.message')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invites', to='accounts.teammember')),
            ],
            options={
                'indexes': [models.Index(models.F('member'), models.F('id'), name='team_invite_newest')],
            },
        ),
        migrations.CreateModel(
            name='FactorAsk',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('asked_by', models.UUIDField(null=True)),
                ('asked_by_name', models.CharField(max_length=150)),
                ('closed_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.teammember')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
