"""Say which name the portal should have. It is used once the name servers agree."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.details import BadFirm
from latchstring.firms.hosts import clean_host
from latchstring.firms.models import Domain, Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

MOST = 5


@transaction.atomic
def add_domain(actor: Actor, *, host: str) -> Domain:
    """Raises BadFirm."""
    actor.require(Action.FIRM_EDIT)
    firm = Firm.objects.select_for_update().get(pk=actor.firm_id)
    name = clean_host(host)
    has = set(Domain.objects.filter(firm=firm).values_list("host", flat=True))
    if name in has:
        raise BadFirm("host", _("%s is in the list already.") % name)
    if len(has) >= MOST:
        raise BadFirm("host", _("There are {most} domains already. Remove one first.").format(most=MOST))
    domain: Domain = Domain.objects.create(firm=firm, host=name)
    record(actor, Name.DOMAIN_ADDED, Entry(subject_id=domain.pk, detail={"name": name}))
    return domain
