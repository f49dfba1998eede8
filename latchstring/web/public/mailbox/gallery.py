"""Every kind of email, as HTML and as text, in a demo."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from latchstring.mail.kinds import name_of
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.mailbox.samples import TEMPLATES, Sample, sample
from latchstring.web.public.mailbox.views import EMAIL_POLICY, only_in_a_demo


@require_safe
@public_door
@only_in_a_demo
def index(request: Request) -> HttpResponse:
    kinds = [(kind, name_of(kind)) for kind in TEMPLATES]
    return render(request, "public/mailbox/gallery.html", {"kinds": kinds})


@require_safe
@public_door
@only_in_a_demo
def show(request: Request, kind: str) -> HttpResponse:
    return render(request, "public/mailbox/sample.html", {"sample": _sample(request, kind)})


@require_safe
@public_door
@only_in_a_demo
@xframe_options_sameorigin
@csp_override(EMAIL_POLICY)
def body(request: Request, kind: str) -> HttpResponse:
    return HttpResponse(_sample(request, kind).html)


def _sample(request: Request, kind: str) -> Sample:
    if kind not in TEMPLATES or request.firm is None:
        raise Http404
    return sample(request.firm, kind)
