"""A one-time code for somebody on the phone; it is entered where an emailed code would be.

The digits follow from the row and the secret key, so that whoever made it sees them again and no row holds them.
"""

from datetime import timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from latchstring.accounts.models import PhoneCode, User
from latchstring.firms.models import Firm
from latchstring.kernel import clock

LASTS = timedelta(minutes=20)
NOBODY = UUID(int=0)


def digits(row_id: UUID) -> str:
    """The six digits of this row."""
    drawn = salted_hmac("latchstring.phone.digits", row_id.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(drawn) % 1_000_000:06}"


def digest(user_id: UUID, code: str) -> str:
    return salted_hmac("latchstring.phone", f"{user_id}:{code}", algorithm="sha256").hexdigest()


def read_out(firm: Firm, user: User, member_id: UUID | None) -> str | None:
    """The code that this colleague made for this login, while it is good."""
    rows = PhoneCode.objects.filter(firm=firm, user=user, used_at=None, expires_at__gt=clock.now())
    row_id = rows.filter(member_id=member_id).values_list("pk", flat=True).first()
    return digits(row_id) if row_id else None


def spent(firm: Firm, user: User | None, code: str) -> bool:
    """Whether this was a code for this login at this firm, which it is once. One statement whoever it is."""
    whose = user.pk if user else NOBODY
    rows = PhoneCode.objects.filter(firm=firm, user=whose, used_at=None, expires_at__gt=clock.now())
    return bool(rows.filter(digest=digest(whose, code)).update(used_at=clock.now()))
