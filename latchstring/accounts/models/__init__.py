"""Logins with their sessions, and the teams that they make up."""

from latchstring.accounts.models.api_tokens import ApiAnswer, ApiToken
from latchstring.accounts.models.factor_asks import FactorAsk
from latchstring.accounts.models.logins import ForgottenPassword, User, UserManager
from latchstring.accounts.models.phone_codes import PhoneCode
from latchstring.accounts.models.rules import SignInRules
from latchstring.accounts.models.sessions import Session
from latchstring.accounts.models.single_sign_on import SingleSignOn
from latchstring.accounts.models.team import PermissionSet, TeamInvite, TeamMember
from latchstring.accounts.models.tries import Try

__all__ = [
    "ApiAnswer",
    "ApiToken",
    "FactorAsk",
    "ForgottenPassword",
    "PermissionSet",
    "PhoneCode",
    "Session",
    "SignInRules",
    "SingleSignOn",
    "TeamInvite",
    "TeamMember",
    "Try",
    "User",
    "UserManager",
]
