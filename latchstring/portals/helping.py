"""Whom the team may help in: a client who is nobody's colleague, at one of their own clients."""

from latchstring.accounts.models import TeamMember, User
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.portals.models import PortalUser


class CannotHelp(ValueError):
    """A sentence that says why not, and what to do."""


def login_of(actor: Actor, person: PortalUser) -> User:
    """Raises Refused, or CannotHelp."""
    actor.require(Action.LOGIN_HELP)
    if not PortalUser.objects.visible_to(actor).filter(pk=person.pk).exists():
        raise Refused(Action.LOGIN_HELP)
    user: User | None = person.user
    if user is None:
        raise CannotHelp(f"{person} has no login yet. Send the invite again.")
    if not user.is_active:
        raise CannotHelp(f"The login of {person} is locked.")
    if TeamMember.objects.filter(user=user, deactivated_at=None).exists():
        raise CannotHelp(f"{person} works at a firm with this login too. Its administrator has to help.")
    return user
