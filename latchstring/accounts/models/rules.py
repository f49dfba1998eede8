"""How a firm lets people log in."""

from dataclasses import replace
from typing import Any

from django.db import models

from latchstring.firms.models import Firm
from latchstring.kernel.models import Owned
from latchstring.policy.actor import Kind
from latchstring.policy.sign_in import TO_BEGIN_WITH, Method, Rules


class SignInRules(Owned):
    """One row per firm that has changed them; each side's is a JSON of ``policy.sign_in.Rules``."""

    firm: Any = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="sign_in")
    team: Any = models.JSONField(default=dict)
    clients: Any = models.JSONField(default=dict)

    def of(self, kind: Kind) -> Rules:
        kept = dict(self.team if kind is Kind.STAFF else self.clients)
        if "methods" in kept:
            kept["methods"] = frozenset(method for method in Method if method in kept["methods"])
        return replace(TO_BEGIN_WITH[kind], **kept)
