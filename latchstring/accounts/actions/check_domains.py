"""Once a day: ask whether each firm's domain still leads here. Who may change the firm hears of one that is lost."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from latchstring.accounts.queries import who_may
from latchstring.firms import dns
from latchstring.firms.actions.check_domain import settle
from latchstring.firms.models import Domain, Finding, Firm
from latchstring.kernel import clock
from latchstring.mail.addresses import key_of
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.queries import inactive
from latchstring.mail.render import letter
from latchstring.policy.actions import Action
from latchstring.policy.actor import system_actor

KIND = "domain-lost"
DAILY, ONCE_MORE = timedelta(days=1), timedelta(hours=1)
"""A bad answer is asked for once more before it counts."""


def check_domains() -> int:
    """How many were asked about. Names that whoever runs the installation vouches for are left alone."""
    due = list(_due().order_by("checked_at"))
    for domain in due:
        _check(domain)
    return len(due)


def _due() -> QuerySet[Any]:
    now = clock.now()
    good = Q(finding__in=(Finding.WORKS, Finding.SILENT))
    late = Q(checked_at=None) | Q(checked_at__lte=now - DAILY) | (~good & Q(checked_at__lte=now - ONCE_MORE))
    rows: QuerySet[Any] = Domain.objects.filter(late, verified_at__isnull=False, vouched_at=None)
    return rows


def _check(domain: Domain) -> None:
    """Nothing is locked while the name servers think."""
    seen = dns.look(domain.host, domain.code)
    with transaction.atomic():
        now = settle(system_actor(domain.firm_id), domain, seen, patient=True)
        if domain.verified_at and not now.verified_at:
            _tell(now)


def _tell(domain: Domain) -> None:
    firm = Firm.objects.prefetch_related("domains").get(pk=domain.firm_id)
    fields = {"host": domain.host, "instead": firm.base_url, "url": firm.base_url + reverse("settings-domains")}
    members = who_may(firm.pk, Action.FIRM_EDIT)
    dead = inactive(firm.pk, [key_of(member.email) for member in members])
    posts = [Post(member.email, member.name, fields) for member in members if key_of(member.email) not in dead]
    queue_many(firm.pk, letter(firm, KIND, "mail/domain_lost", {}), posts, kind=KIND)
