"""What a firm signs with."""

from typing import Any

from django.db import models

from latchstring.kernel.models import Owned


class Certificate(Owned):
    """``certificate`` is DER; its private key, PKCS #8, is wrapped by the installation's master key."""

    firm: Any = models.OneToOneField("firms.Firm", on_delete=models.PROTECT, related_name="+")
    certificate = models.BinaryField()
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)
