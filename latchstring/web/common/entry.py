"""What a session remembers of how it began, and whether that is enough at this firm now."""

from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.internal.flows import trust
from django.contrib.auth.models import AnonymousUser

from latchstring.accounts import backend
from latchstring.accounts.rules import rules_of
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actor import Kind
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import Entered, Method, Verdict, judge

HOW, SECOND, WHERE = "how", "second", "firm"
VOUCHED = frozenset({"phone", Method.SSO})
"""How a firm says who it is, and nothing was shown that only they have: it counts at that firm, for its own things."""


def note(request: Any, how: str) -> None:
    """Once somebody is in: where, how, and whether with a second factor or on a device that remembers one."""
    request.session[HOW], request.session[WHERE] = how, str(request.firm.pk)
    request.session[SECOND] = _second(request)


def user_here(request: Any, user: Any) -> Any:
    """Nobody, where the session began at another firm: one firm's word opens nothing at the next."""
    with backend.asked_of(request.session):
        authenticated = user.is_authenticated
    if not authenticated:
        return user
    where = request.session.get(WHERE)
    here = where is None or (request.firm is not None and where == str(request.firm.pk))
    return user if here else AnonymousUser()


def is_vouched(request: Any) -> bool:
    """Whether only the firm's word stands behind this session."""
    return request.session.get(HOW) in VOUCHED and not has_second(request)


def _second(request: Any) -> bool:
    if any(step["method"] == "mfa" for step in get_authentication_records(request, request.user)):
        return True
    return app_settings.TRUST_COOKIE_NAME in request.COOKIES and trust.is_trusted_browser(request, request.user)


def has_second(request: Any) -> bool:
    return bool(request.session.get(SECOND))


def proved_second(request: Any) -> None:
    """The second factor was shown, or made, in this session."""
    request.session[SECOND] = True


def verdict(request: Any, kind: Kind) -> Verdict:
    """By the rules of the firm whose host this is; takes no statement."""
    row = request.session.row
    if row is None:
        return Verdict.OPEN
    how = request.session.get(HOW, "")
    entered = Entered(how=how, second=has_second(request), since=row.logged_in_at, seen=row.seen_at)
    rules = rules_of(request.firm, kind)
    return judge(rules.for_owner() if request.actor.role is Role.OWNER else rules, entered, clock.now())


def methods(firm: Firm, sides: Iterable[Kind] = (Kind.STAFF, Kind.CLIENT), *, owner: bool = False) -> set[str]:
    """The first steps that at least one of these sides may take."""
    rules = [rules_of(firm, kind) for kind in sides]
    return {method for each in rules for method in (each.for_owner() if owner else each).methods}
