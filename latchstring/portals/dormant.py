"""Who has not logged in for so many months that their firm suspends them, after a warning."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from latchstring.firms.models import Firm
from latchstring.portals.models import Phase, PortalUser

MONTH = timedelta(days=30)


def quiet_since(firm: Firm, moment: datetime) -> QuerySet[Any]:
    """Who is in, and was neither here nor let in, anew or again, after this moment; ``since`` is their last time."""
    since = Coalesce("last_login_at", "accepted_at")
    rows = PortalUser.objects.filter(firm=firm, phase=Phase.ACTIVE, suspended_at=None, accepted_at__lt=moment)
    rows = rows.filter(Q(last_login_at=None) | Q(last_login_at__lt=moment), Q(woken_at=None) | Q(woken_at__lt=moment))
    found: QuerySet[Any] = rows.annotate(since=since)
    return found


def to_warn(firm: Firm, now: datetime) -> QuerySet[Any]:
    """Who would be suspended in so many days, and was not warned since they were last here."""
    last = now - firm.dormant_months * MONTH + timedelta(days=firm.dormant_days)
    unwarned = Q(warned_at=None) | Q(warned_at__lt=F("since")) | Q(warned_at__lt=F("woken_at"))
    return quiet_since(firm, last).filter(unwarned)


def to_suspend(firm: Firm, now: datetime) -> QuerySet[Any]:
    """Whose time is over, and who was warned long enough ago."""
    warned = Q(warned_at__gte=F("since"), warned_at__lte=now - timedelta(days=firm.dormant_days))
    unwoken = Q(woken_at=None) | Q(warned_at__gte=F("woken_at"))
    return quiet_since(firm, now - firm.dormant_months * MONTH).filter(warned, unwoken)
