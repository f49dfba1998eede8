"""The OpenID Connect provider by which the team of a firm logs in."""

from typing import Any

from django.db import models

from latchstring.firms.models import Firm
from latchstring.kernel.models import Owned


class SingleSignOn(Owned):
    """``secret`` is sealed with the master key; ``label`` is what the button calls the provider."""

    firm: Any = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="single_sign_on")
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=300)
    secret = models.TextField()
    label = models.CharField(max_length=60)
