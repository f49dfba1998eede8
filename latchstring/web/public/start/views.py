"""The first page: it only knows where everybody belongs."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from latchstring.web.common import who_is_here
from latchstring.web.common.actors import sides
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in.going_on import HOME


@require_safe
@public_door
def start(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("login")
    kinds = sides(request.user, request.firm, who_is_here.said(request)).kinds
    if len(kinds) == 1:
        return redirect(HOME[kinds[0]])
    if kinds:
        return render(request, "public/start/both.html", {"login": request.user.email})
    return render(request, "public/start/nobody.html", {"login": request.user.email}, status=403)
