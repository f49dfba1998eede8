"""What came back from an address."""

from typing import Any, ClassVar

from django.db import models

from latchstring.kernel.models import Owned


class AddressState(Owned):
    """What a firm knows of an address; no row means that nothing ever came back.

    What was sent before ``reactivated_at`` says nothing about the address any more.
    """

    address = models.CharField(max_length=254)
    inactive_since = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.TextField(blank=True)
    reactivated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "address", name="address_once_per_firm"),
        ]
