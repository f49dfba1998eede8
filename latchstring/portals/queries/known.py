"""Whether a firm knows a login or an address at all, without saying what it may do."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from latchstring.accounts.models import TeamMember, User
from latchstring.firms.models import Firm
from latchstring.portals.models import PortalUser


def login_at(firm: Firm, address: str) -> User | None:
    """The active login of this address where the firm knows it: on the team now, or ever invited.

    One statement whatever the answer, so that it takes the same time.
    """
    on_the_team = TeamMember.objects.filter(firm=firm, user=OuterRef("pk"), deactivated_at=None)
    invited = PortalUser.objects.filter(Q(user=OuterRef("pk")) | Q(address=OuterRef("email")), firm=firm)
    logins = User.objects.filter(email=address, is_active=True)
    return logins.filter(Exists(on_the_team) | Exists(invited)).first()


def person_at(firm: Firm, address: str) -> UUID | None:
    """The person whom this firm knows by this address."""
    return PortalUser.objects.filter(firm=firm, address=address).values_list("pk", flat=True).first()
