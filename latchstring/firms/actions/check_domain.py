"""Ask the name servers about a domain, and use it for links from the moment they agree until they don't."""

from uuid import UUID

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms import dns
from latchstring.firms.models import Domain, Finding
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

_STAYS = (Finding.WORKS, Finding.SILENT)
"""What does not take a domain away that has worked before."""


def check_domain(actor: Actor, domain_id: UUID) -> Domain:
    """The domain as it stands now; nothing is locked while the name servers think."""
    actor.require(Action.FIRM_EDIT)
    domain = Domain.objects.get(firm_id=actor.firm_id, pk=domain_id)
    return settle(actor, domain, dns.look(domain.host, domain.code))


@transaction.atomic
def settle(actor: Actor, known: Domain, seen: dns.Seen, *, patient: bool = False) -> Domain:
    """What follows from an answer. Who is ``patient`` gives a domain up only when it was as bad the time before."""
    same_name = {row.pk: row for row in Domain.objects.select_for_update().filter(host=known.host).order_by("pk")}
    domain: Domain = same_name.pop(known.pk, known)
    if seen.finding == Finding.WORKS and any(other.verified_at for other in same_name.values()):
        seen = dns.Seen(Finding.TAKEN)
    worked = domain.verified_at is not None
    bad_before = domain.finding not in _STAYS
    domain.finding, domain.points_to, domain.checked_at = seen.finding, seen.points_to, clock.now()
    if seen.finding == Finding.WORKS and not worked:
        domain.verified_at = domain.checked_at
        _note(actor, Name.DOMAIN_VERIFIED, domain)
    elif worked and seen.finding not in _STAYS and not domain.vouched_at and (bad_before or not patient):
        domain.verified_at = None
        _note(actor, Name.DOMAIN_LOST, domain)
    domain.save(update_fields=["finding", "points_to", "checked_at", "verified_at"])
    return domain


def _note(actor: Actor, name: Name, domain: Domain) -> None:
    record(actor, name, Entry(subject_id=domain.pk, detail={"name": domain.host}))
