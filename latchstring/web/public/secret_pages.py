"""Pages whose address is a secret: no other page ever hears it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponseBase


def keeps_its_address[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """The Referer carries our host at most. "no-referrer" would make browsers send the page's own forms
    with "Origin: null", which the protection against forged requests has to refuse."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer
