"""Whoever runs the installation says that a name is this firm's: it is used at once, and nobody is asked."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.details import BadFirm
from latchstring.firms.models import Domain, Finding
from latchstring.kernel import clock
from latchstring.policy.actor import Actor, Kind


@transaction.atomic
def vouch_for_domain(actor: Actor, domain: Domain) -> Domain:
    """For the system alone, which is the command line. Raises BadFirm where another firm uses the name."""
    if actor.kind is not Kind.SYSTEM:
        raise ValueError("Only the command line vouches for a domain.")
    same_name = Domain.objects.select_for_update().filter(host=domain.host, verified_at__isnull=False)
    if same_name.exclude(firm_id=actor.firm_id).exists():
        raise BadFirm("host", _("Another firm here uses %s.") % domain.host)
    row: Domain = Domain.objects.get(firm_id=actor.firm_id, pk=domain.pk)
    row.vouched_at = clock.now()
    row.verified_at = row.verified_at or row.vouched_at
    row.finding = Finding.WORKS
    row.save(update_fields=["vouched_at", "verified_at", "finding"])
    record(actor, Name.DOMAIN_VOUCHED, Entry(subject_id=row.pk, detail={"name": row.host}))
    return row
