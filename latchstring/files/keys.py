"""The key of a firm: made when first needed, wrapped by the master key, unwrapped once a process."""

import os
from functools import lru_cache
from uuid import UUID

from django.db import IntegrityError, transaction

from latchstring.files.models import FirmKey
from latchstring.kernel import crypto
from latchstring.kernel.ids import uuid7


def current(firm_id: UUID) -> FirmKey:
    """The key that new content of this firm is sealed with."""
    found = FirmKey.objects.filter(firm=firm_id, retired_at=None).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return make(firm_id)
    except IntegrityError:  # another upload made it in this moment
        return FirmKey.objects.get(firm=firm_id, retired_at=None)


def make(firm_id: UUID) -> FirmKey:
    pk = uuid7()
    wrapped, master = crypto.wrap(os.urandom(crypto.LENGTH), str(pk))
    return FirmKey.objects.create(pk=pk, firm_id=firm_id, wrapped=wrapped, master=master)


@lru_cache(maxsize=1024)
def secret(key_id: UUID) -> bytes:
    """32 bytes. Raises kernel.crypto.Unopenable."""
    key = FirmKey.objects.get(pk=key_id)
    return crypto.unwrap(bytes(key.wrapped), key.master, str(key.pk))
