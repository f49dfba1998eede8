"""What one login may do so often and no oftener: carry lists away, and, as a client, send things in."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from latchstring.policy.actor import Kind
from latchstring.web.common import errors, limits
from latchstring.web.common.requests import Request
from latchstring.web.common.stepping_up import EXPORTS


def too_often(request: Request) -> HttpResponse | None:
    """None for a request that may go on; it is counted then."""
    what = _metered(request)
    try:
        if what:
            limits.spend(request, what, str(request.user.pk))
    except limits.TooMany as error:
        return errors.too_many(request, _("That was often"), str(error))
    return None


def _metered(request: Request) -> str:
    route = request.resolver_match.url_name if request.resolver_match else None
    if route in EXPORTS and request.method != "HEAD":
        return "export"
    return "sent-in" if request.method == "POST" and request.actor.kind is Kind.CLIENT else ""
