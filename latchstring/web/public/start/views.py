"""The first page: it only knows where everybody belongs."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from latchstring.web.common.actors import sides
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in.going_on import HOME


@require_safe
@public_door
def start(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("login")
    here = sides(request.user, request.firm)
    if len(here.actors) == 1:
        return redirect(HOME[here.actors[0].kind])
    if here.actors:
        return render(request, "public/start/both.html", {"login": request.user.email})
    return render(request, "public/start/nobody.html", {"login": request.user.email}, status=403)
