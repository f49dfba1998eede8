"""Accept an invite as somebody who has no login yet: the login and the access are one fact."""

from typing import NamedTuple

from django.db import IntegrityError, transaction

from latchstring.accounts.logins import add_login, hashed
from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.mail.models import MailLink
from latchstring.portals.actions.accept import LinkClosed, come_in
from latchstring.portals.actors import newcomer
from latchstring.portals.household import Household
from latchstring.portals.queries.link import LinkState, find_link, locked


class LoginExists(Exception):
    """The invited address has a login by now; it has to be logged in first."""


class Newcomer(NamedTuple):
    """``people`` is who the login is at the firm now, with what is open to them."""

    user: User
    people: Household


def accept_new(token: str, *, firm: Firm, name: str, password: str | None) -> Newcomer:
    """The new login of the invited address at ``firm``; ``password`` None is for codes by email at each login.

    Raises ValidationError for a weak password, LinkClosed, also where the link is another firm's, or LoginExists;
    all leave the link as it was and make no login.
    """
    link = find_link(token)
    if link is None or link.firm_id != firm.pk:
        raise LinkClosed(LinkState("unknown"))
    password_hash = hashed(password, email=link.address, name=name, firm=firm.name)
    try:
        return _accept(link, firm, name.strip(), password_hash)
    except IntegrityError as error:
        if User.objects.filter(email=normalise(link.address)).exists():
            raise LoginExists from error
        raise


@transaction.atomic
def _accept(link: MailLink, firm: Firm, name: str, password_hash: str) -> Newcomer:
    found = locked(link)
    state = found.state() if found else LinkState("unknown")
    if found is None or state.state != "open":
        raise LinkClosed(state)
    user = add_login(email=link.address, name=name, password_hash=password_hash)
    come_in(found, user, name, new_login=True)
    return Newcomer(user, newcomer(user, firm, found))
