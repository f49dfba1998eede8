"""“Is it you?” on the way to a page that asks before it shows anything."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from latchstring.accounts import factors
from latchstring.web.common import confirming, entry, stepping_up
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import going_on


@sensitive_post_parameters("confirm-password", "confirm-code")
@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def confirm(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("login")
    enough = stepping_up.fresh(request) and (entry.has_second(request) or not factors.has_any(request.user.pk))
    question = None if enough else confirming.answered(request)
    return question or HttpResponseRedirect(going_on.asked_for(request) or resolve_url("start"))
