"""People are sorted by their first client's name: follow clients that have been renamed."""

from django.db import transaction

from latchstring.clients.models import Client
from latchstring.portals.kept import touch_people
from latchstring.portals.models import Access
from latchstring.portals.project import lock

CHUNK = 500


def follow_names() -> int:
    """How many clients were followed; safe to run twice, late, or in two places."""
    followed = 0
    while renamed := dict(
        Client.objects.exclude(renamed_at=None).order_by("pk").values_list("pk", "renamed_at")[:CHUNK]
    ):
        with transaction.atomic():
            touch_people(lock(Access.objects.filter(client__in=renamed).values("person")))
            for pk, moment in renamed.items():
                Client.objects.filter(pk=pk, renamed_at=moment).update(renamed_at=None)
        followed += len(renamed)
    return followed
