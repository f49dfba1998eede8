"""A request as our views get it: for a firm, by an actor."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor
from latchstring.portals.household import Household
from latchstring.portals.reading import Reader


class Request(HttpRequest):
    firm: Firm
    actor: Actor
    household: Household | None
    htmx: HtmxDetails
    user: User
    reader: Reader
