"""Setting up the first firm. Once there is one, whoever comes back to the page goes where they belong."""

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from latchstring.accounts.actions.open_first_firm import AlreadySetUp, open_first_firm
from latchstring.firms.details import BadFirm
from latchstring.firms.queries import any_firm
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.setup.forms import SetupForm


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@public_door
def setup(request: Request) -> HttpResponse:
    if any_firm():
        return redirect("start")
    form = SetupForm(request.POST or None)
    if not form.is_valid():
        return render(request, "public/setup/firm.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        owner = open_first_firm(**form.cleaned_data)
    except AlreadySetUp:
        return redirect("start")
    except BadFirm as error:
        form.add_error(error.field, str(error))
        return render(request, "public/setup/firm.html", {"form": form}, status=422)
    login(request, owner.user)
    return redirect("set-up")
