import django.db.models.deletion
import latchstring.kernel.clock
import latchstring.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("firms", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DomainPace",
            fields=[
                ("domain", models.CharField(max_length=253, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField(default=latchstring.kernel.clock.now)),
                ("tail_at", models.DateTimeField(default=latchstring.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(default=latchstring.kernel.clock.now)),
                ("next_try_at", models.DateTimeField()),
                ("failures", models.PositiveSmallIntegerField(default=1)),
                ("reason", models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("starts_at", models.DateTimeField(default=latchstring.kernel.clock.now)),
                ("opened_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("starts_at"),
                        condition=models.Q(("cancelled_at", None), ("finished_at", None)),
                        name="campaign_running",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("kind", models.CharField(max_length=30)),
                ("digest", models.BinaryField(max_length=32)),
                ("from_name", models.CharField(max_length=200)),
                ("from_address", models.EmailField(max_length=254)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("firm"), models.F("digest"), name="letter_once_per_firm")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("next_at", models.DateTimeField(default=latchstring.kernel.clock.now)),
                (
                    "firm",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="firms.firm"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("kind", models.CharField(max_length=30)),
                ("owner_id", models.UUIDField(null=True)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("name", models.CharField(max_length=80)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField()),
                ("in_use", models.BooleanField(default=False)),
                ("times_used", models.PositiveIntegerField(default=0)),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("kind"),
                        condition=models.Q(("in_use", True)),
                        name="template_in_use_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressState",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("address", models.CharField(max_length=254)),
                ("inactive_since", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("detail", models.TextField(blank=True)),
                ("reactivated_at", models.DateTimeField(null=True)),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("firm"), models.F("address"), name="address_once_per_firm")
                ],
            },
        ),
        migrations.CreateModel(
            name="LastLook",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=latchstring.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("reason", models.CharField(max_length=300)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("told_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="mail.campaign",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("campaign"), condition=models.Q(("answered_at", None)), name="alert_open_once"
                    ),
                    models.UniqueConstraint(
                        models.F("firm"),
                        condition=models.Q(("answered_at", None), ("campaign", None)),
                        name="alert_of_singles_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("kind", models.CharField(max_length=30)),
                ("client_id", models.UUIDField(null=True)),
                ("to_name", models.CharField(blank=True, max_length=200)),
                ("to_address", models.CharField(max_length=254)),
                ("fields", models.JSONField(default=dict)),
                ("link_purpose", models.CharField(blank=True, max_length=20)),
                ("link_subject", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("deferred", "Deferred"),
                            ("failed", "Failed"),
                            ("inactive", "Inactive"),
                            ("complained", "Complained"),
                            ("withheld", "Withheld"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("urgent", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(default=latchstring.kernel.clock.now)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_owner", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("settled", models.BooleanField(default=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="mail.campaign",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mail.letter"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("campaign"),
                        models.F("due_at"),
                        models.F("id"),
                        condition=models.Q(("state__in", ("queued", "deferred"))),
                        name="message_waiting",
                    ),
                    models.Index(
                        models.F("leased_until"), condition=models.Q(("state", "sending")), name="message_leased"
                    ),
                    models.Index(models.F("campaign"), models.F("state"), name="message_by_outcome"),
                    models.Index(models.F("firm"), models.F("id"), name="message_newest"),
                    models.Index(models.F("firm"), models.F("to_address"), models.F("id"), name="message_to_address"),
                    models.Index(models.F("firm"), models.F("kind"), models.F("id"), name="message_of_kind"),
                    models.Index(
                        models.F("client_id"),
                        models.F("id"),
                        condition=models.Q(("client_id__isnull", False)),
                        name="message_about_client",
                    ),
                    models.Index(
                        models.F("firm"),
                        models.F("state"),
                        models.F("id"),
                        condition=models.Q(("ended_at__isnull", False)),
                        name="message_over",
                    ),
                    models.Index(models.F("link_subject"), name="message_of_subject"),
                    models.Index(
                        models.F("id"),
                        condition=models.Q(
                            ("settled", False),
                            models.Q(("state__in", ["queued", "deferred", "sending"]), _negated=True),
                        ),
                        name="message_unsettled",
                    ),
                    models.Index(models.F("letter"), models.F("id"), name="message_of_letter"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("address", models.CharField(max_length=254)),
                ("purpose", models.CharField(max_length=20)),
                ("subject", models.UUIDField()),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="mail.message"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MailEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("key", models.BinaryField(max_length=32, unique=True)),
                ("source", models.CharField(max_length=10)),
                ("verdict", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=20)),
                ("rule", models.CharField(blank=True, max_length=150)),
                ("address", models.CharField(blank=True, max_length=254)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("happened_at", models.DateTimeField(default=latchstring.kernel.clock.now)),
                ("applied_at", models.DateTimeField(null=True)),
                ("came_from", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("excerpt", models.TextField(blank=True)),
                ("why", models.CharField(blank=True, max_length=200)),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="mail.message"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("id"), condition=models.Q(("applied_at", None)), name="event_waiting"),
                    models.Index(
                        models.F("firm"),
                        models.F("id"),
                        condition=models.Q(("why", ""), _negated=True),
                        name="event_stray",
                    ),
                    models.Index(
                        models.F("firm"),
                        models.F("address"),
                        models.F("happened_at"),
                        condition=models.Q(("reason", "mailbox-full")),
                        name="event_full",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=latchstring.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=latchstring.kernel.clock.now, editable=False)),
                ("left_at", models.DateTimeField(default=latchstring.kernel.clock.now)),
                ("reason", models.CharField(max_length=300)),
                ("detail", models.CharField(blank=True, max_length=500)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mail.campaign",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="firms.firm"),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fault", to="mail.message"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("firm"), models.F("campaign"), models.F("left_at"), name="fault_in_order")
                ],
            },
        ),
    ]
