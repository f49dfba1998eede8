import django.db.models.deletion
import latchstring.kernel.clock
import latchstring.kernel.ids
import latchstring.policy.scopes
import latchstring.portals.models.reminders
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('clients', '0002_search_index'),
        ('firms', '0001_initial'),
        ('mail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='InviteBatch',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('kind', models.CharField(default='invite', max_length=10)),
                ('member_id', models.UUIDField(null=True)),
                ('selection', models.JSONField()),
                ('message', models.TextField(blank=True)),
                ('template_name', models.CharField(blank=True, max_length=80)),
                ('who', models.CharField(default='primary', max_length=10)),
                ('request_key', models.CharField(max_length=64)),
                ('selected', models.PositiveIntegerField(default=0)),
                ('cursor', models.CharField(blank=True, max_length=300)),
                ('opened_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.campaign')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('scope', models.CharField(choices=[(latchstring.policy.scopes.Scope['EVERYTHING'], 'Everything'), (latchstring.policy.scopes.Scope['FILES_ONLY'], 'Files only'), (latchstring.policy.scopes.Scope['BILLING_ONLY'], 'Billing only'), (latchstring.policy.scopes.Scope['NO_BILLING'], 'No billing')], default=latchstring.policy.scopes.Scope['EVERYTHING'], max_length=20)),
                ('until', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('request_key'), name='batch_once_per_form')],
            },
        ),
        migrations.CreateModel(
            name='PortalUser',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('queued_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('name', models.CharField(max_length=200)),
                ('email', models.CharField(max_length=254)),
                ('address', models.CharField(max_length=254)),
                ('time_zone', models.CharField(blank=True, max_length=60)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('emails_off', models.JSONField(default=list)),
                ('quiet_from', models.PositiveSmallIntegerField(null=True)),
                ('quiet_until', models.PositiveSmallIntegerField(null=True)),
                ('email_inactive_at', models.DateTimeField(null=True)),
                ('email_inactive_reason', models.CharField(blank=True, max_length=300)),
                ('phase', models.PositiveSmallIntegerField(choices=[(1, 'Pending'), (2, 'Active'), (3, 'Removed')], default=1)),
                ('status_order', models.PositiveSmallIntegerField(default=0)),
                ('sort_name', models.CharField(max_length=200)),
                ('first_client', models.CharField(blank=True, max_length=200)),
                ('client_count', models.PositiveIntegerField(default=0)),
                ('invited_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('last_login_at', models.DateTimeField(null=True)),
                ('web_sessions', models.PositiveIntegerField(default=0)),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to=settings.AUTH_USER_MODEL)),
                ('pin', models.CharField(blank=True, max_length=128)),
                ('pin_tries', models.PositiveSmallIntegerField(default=0)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('suspended_at', models.DateTimeField(null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('woken_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('user'), name='person_of_user'), models.Index(models.F('firm'), models.F('phase'), models.F('sort_name'), models.F('id'), name='person_by_name'), models.Index(models.F('firm'), models.F('phase'), models.F('first_client'), models.F('id'), name='person_by_client'), models.Index(models.F('firm'), models.F('phase'), models.F('status_order'), models.F('id'), name='person_by_status'), models.Index(models.F('firm'), models.F('phase'), models.F('invited_at'), models.F('id'), name='person_by_invited'), models.Index(models.F('firm'), models.F('phase'), models.F('last_login_at'), models.F('id'), name='person_by_login'), models.Index(models.F('firm'), models.F('phase'), models.F('web_sessions'), models.F('id'), name='person_by_sessions'), models.Index(models.F('firm'), models.F('phase'), models.F('email_inactive_at'), models.F('id'), name='person_by_inactive'), models.Index(models.F('firm'), models.F('expires_at'), models.F('id'), condition=models.Q(('phase', 1)), name='person_by_expiry'), models.Index(models.F('expires_at'), condition=models.Q(('phase', 1), ('status_order__lt', 4)), name='person_expiring')],
                'constraints': [models.UniqueConstraint(models.F('firm'), models.F('address'), models.F('place'), name='person_once_per_firm')],
            },
        ),
        migrations.CreateModel(
            name='ReminderPause',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('paused_by', models.UUIDField(null=True)),
                ('client', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_pause', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReminderPlan',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('steps', models.JSONField(default=latchstring.portals.models.reminders._at_first)),
                ('planned_until', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('firm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Invite',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('member_id', models.UUIDField(null=True)),
                ('inviter_name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(max_length=254)),
                ('note', models.TextField(blank=True)),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.message')),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invites', to='portals.invitebatch')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='invites', to='portals.portaluser')),
            ],
            options={
                'indexes': [models.Index(models.F('person'), models.F('id'), name='invite_newest'), models.Index(models.F('firm'), models.F('member_id'), models.F('created_at'), name='invite_by_member')],
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('queued_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('granted_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('granted_by', models.UUIDField(null=True)),
                ('removed_by', models.UUIDField(null=True)),
                ('scope', models.CharField(choices=[('everything', 'Everything'), ('files-only', 'Files only'), ('billing-only', 'Billing only'), ('no-billing', 'No billing')], default='everything', max_length=20)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accesses', to='clients.client')),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='accesses', to='portals.portaluser')),
                ('end_told_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('ends_at'), condition=models.Q(('ends_at__isnull', False), ('removed_at', None)), name='access_ending')],
                'constraints': [models.UniqueConstraint(models.F('person'), models.F('client'), name='access_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search', to='portals.portaluser')),
            ],
        ),
        migrations.CreateModel(
            name='Skip',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('reason', models.CharField(max_length=30)),
                ('detail', models.CharField(blank=True, max_length=200)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skips', to='portals.invitebatch')),
                ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portals.portaluser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WebSession',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('session_key', models.CharField(max_length=40)),
                ('last_seen_at', models.DateTimeField(default=latchstring.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('address', models.GenericIPAddressField(null=True)),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='portals.portaluser')),
            ],
            options={
                'indexes': [models.Index(models.F('person'), condition=models.Q(('ended_at', None)), name='session_open')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('day', models.PositiveSmallIntegerField()),
                ('due_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('invite', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='portals.invite')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.message')),
            ],
            options={
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('done_at', None)), name='reminder_due')],
                'constraints': [models.UniqueConstraint(models.F('invite'), models.F('day'), name='reminder_once_per_step')],
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.UUIDField(default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('relation', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('answer', models.CharField(blank=True, choices=[('approved', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.UUIDField(null=True)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('access', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portals.access')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='clients.client')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='portals.portaluser')),
            ],
            options={
                'indexes': [models.Index(models.F('firm'), models.F('id'), condition=models.Q(('answered_at', None)), name='ask_open'), models.Index(models.F('client'), models.F('id'), name='ask_of_client')],
                'constraints': [models.UniqueConstraint(models.F('person'), models.F('client'), models.F('address'), condition=models.Q(('answered_at', None), ('access', None)), name='proposed_once'), models.UniqueConstraint(models.F('person'), models.F('access'), condition=models.Q(('answered_at', None), ('access__isnull', False)), name='removal_asked_once')],
            },
        ),
    ]
