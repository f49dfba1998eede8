"""What is known of addresses."""

from collections.abc import Iterable
from uuid import UUID

from latchstring.mail.models import AddressState


def inactive(firm_id: UUID, addresses: Iterable[str]) -> dict[str, AddressState]:
    """Those of these normalised addresses to which this firm's email came back, in one statement."""
    rows = AddressState.objects.filter(firm=firm_id, address__in=set(addresses), inactive_since__isnull=False)
    return {row.address: row for row in rows}
