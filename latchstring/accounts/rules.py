"""The rules by which people log in at a firm, read from a row that every request has already."""

from typing import Any

from latchstring.accounts.models import SignInRules
from latchstring.firms.models import Firm
from latchstring.policy.actor import Kind
from latchstring.policy.sign_in import TO_BEGIN_WITH, Rules


def rules_of(firm: Firm, kind: Kind) -> Rules:
    kept: SignInRules | None = getattr(firm, "sign_in", None)
    return kept.of(kind) if kept else TO_BEGIN_WITH[kind]


def as_json(rules: Rules) -> dict[str, Any]:
    return {
        "two_factors": rules.two_factors,
        "methods": sorted(rules.methods),
        "hours": rules.hours,
        "idle_minutes": rules.idle_minutes,
        "two_to_reset": rules.two_to_reset,
    }
