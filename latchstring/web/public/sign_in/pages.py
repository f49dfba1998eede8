"""The login pages: a form, and what to say about it."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from latchstring.web.common.limits import TooMany
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import going_on


def posted(request: Request) -> QueryDict | None:
    """What a form is filled with, also when nothing at all was sent."""
    return request.POST if request.method == "POST" else None


def form_page(request: Request, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    """The form to fill in, or with 422 to fill in again."""
    context |= {"form": form, "next": going_on.asked_for(request)}
    return render(request, template, context, status=422 if form.is_bound else 200)


def too_many(request: Request, template: str, form: BaseForm, error: TooMany, **context: Any) -> HttpResponse:
    form.add_error(None, str(error))
    response = form_page(request, template, form, **context)
    response.status_code = 429
    response.headers["Retry-After"] = str(error.seconds)
    return response
