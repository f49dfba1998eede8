"""Back to the page somebody came from, if it is one of ours."""

from django.utils.http import url_has_allowed_host_and_scheme

from latchstring.web.common.requests import Request


def way_back(request: Request, default: str) -> str:
    """The path in ``next``, posted or in the address; never another site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else default
