"""A one-time code for somebody on the phone; it is entered where an emailed code would be."""

from datetime import timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from latchstring.accounts.models import PhoneCode, User
from latchstring.firms.models import Firm
from latchstring.kernel import clock

LASTS = timedelta(minutes=20)
NOBODY = UUID(int=0)


def digest(user_id: UUID, code: str) -> str:
    return salted_hmac("latchstring.phone", f"{user_id}:{code}", algorithm="sha256").hexdigest()


def spent(firm: Firm, user: User | None, code: str) -> bool:
    """Whether this was a code for this login at this firm, which it is once. One statement whoever it is."""
    whose = user.pk if user else NOBODY
    rows = PhoneCode.objects.filter(firm=firm, user=whose, used_at=None, expires_at__gt=clock.now())
    return bool(rows.filter(digest=digest(whose, code)).update(used_at=clock.now()))
