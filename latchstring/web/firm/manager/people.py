"""One portal user: what happened, send again, another email. Open to any team member who may do it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from latchstring.policy.actions import Action
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.resend import resend
from latchstring.portals.models import PortalUser
from latchstring.portals.refusals import Refusal
from latchstring.web.common.doors import staff_door
from latchstring.web.common.notices import done
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.back import way_back
from latchstring.web.firm.manager.forms import EmailForm
from latchstring.web.firm.manager.story import story


@require_safe
@staff_door
def activity(request: Request, person_id: UUID) -> HttpResponse:
    request.actor.require(Action.CLIENT_VIEW)
    person = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    return render(request, "firm/manager/activity.html", story(request.actor, person))


@require_POST
@staff_door
def resend_one(request: Request, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    request.actor.require(Action.INVITE_SEND)
    try:
        invite = resend(request.actor, person)
    except Refusal as refusal:
        done(request, str(refusal))
    else:
        way_in = f"A link to log in was sent to {person}."
        sentence = "Invite sent again. The earlier link no longer works." if invite else way_in
        done(request, sentence, activity_url=resolve_url("user-activity", person_id))
    return redirect(way_back(request, resolve_url("manager")))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def change(request: Request, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    request.actor.require(Action.EMAIL_CHANGE)
    form = EmailForm(request.POST or None)
    if form.is_valid() and _changed(request, person, form):
        done(request, f"Email changed for {person}.", activity_url=resolve_url("user-activity", person_id))
        return redirect(way_back(request, resolve_url("user-activity", person_id)))
    page = {"person": person, "form": form, "next": way_back(request, resolve_url("user-activity", person_id))}
    return render(request, "firm/manager/email.html", page, status=422 if request.method == "POST" else 200)


def _changed(request: Request, person: PortalUser, form: EmailForm) -> bool:
    """Whether it went well; else the reason stands at the field."""
    try:
        change_email(request.actor, person, email=form.cleaned_data["email"])
    except (Refusal, ValueError) as error:
        form.add_error("email", str(error))
        return False
    return True
