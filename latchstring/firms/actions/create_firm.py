"""Begin a firm."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.details import clean_name, clean_slug, clean_time_zone
from latchstring.firms.models import Branding, Firm
from latchstring.firms.slugs import free_slug
from latchstring.policy.actor import system_actor


@transaction.atomic
def create_firm(*, name: str, time_zone: str = "UTC", slug: str = "") -> Firm:
    """A firm with its branding; no actor, since nobody is anybody there yet. Raises BadFirm."""
    name = clean_name(name)
    firm = Firm.objects.create(
        name=name,
        slug=clean_slug(slug) if slug else free_slug(name),
        time_zone=clean_time_zone(time_zone),
    )
    Branding.objects.create(firm=firm)
    record(system_actor(firm.pk), Name.FIRM_CREATED, Entry(detail={"name": firm.name, "licences": firm.switched_on}))
    return firm
