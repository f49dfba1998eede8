"""The email log: what was sent to whom, when, and with which outcome."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from latchstring.mail import log
from latchstring.mail.actions.resend_message import NotAgain, can_be_resent, resend_message
from latchstring.mail.archive import text_of
from latchstring.mail.models import Message
from latchstring.mail.outbox import AddressInactive
from latchstring.policy.actions import Action
from latchstring.portals.models import PortalUser
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.mail.lines import line_of
from latchstring.web.firm.mail.params import read

_MANY = 20  # things that happened to one email


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    form, where = read(request.actor, request.GET)
    page = log.page(request.actor, where, request.GET.get("at", ""))
    query = request.GET.copy()
    query.pop("at", None)
    shown = {
        "form": form,
        "lines": [line_of(message) for message in page.rows],
        "page": page,
        "query": query.urlencode(),
        "narrowed": bool(where.state or where.kind or where.addresses is not None),
        "may_export": request.actor.may(Action.CLIENTS_EXPORT),
    }
    return render(request, "firm/mail/log.html", shown)


@require_safe
@staff_door
def show(request: Request, message_id: UUID) -> HttpResponse:
    message = _fetch(request, message_id)
    people = PortalUser.objects.visible_to(request.actor)
    person = people.filter(invites__message=message).first() or people.filter(email=message.to_address).first()
    shown = {
        "line": line_of(message),
        "message": message,
        "text": text_of(message),
        "person": person,
        "events": message.events.order_by("-happened_at", "-pk")[:_MANY],
        "again": can_be_resent(message) and request.actor.may(Action.INVITE_SEND),
        "may_email": request.actor.may(Action.EMAIL_CHANGE),
        "may_invite": request.actor.may(Action.INVITE_SEND),
    }
    return render(request, "firm/mail/message.html", shown)


@require_POST
@staff_door
def resend(request: Request, message_id: UUID) -> HttpResponse:
    message = _fetch(request, message_id)
    try:
        again = resend_message(request.actor, message)
    except (NotAgain, AddressInactive) as refusal:
        notices.done(request, str(refusal))
        return redirect("email", message_id)
    notices.done(request, _("Sent again to %s") % message.to_address)
    return redirect("email", again.pk)


def _fetch(request: Request, message_id: UUID) -> Message:
    message: Message = get_object_or_404(log.one(request.actor), pk=message_id)
    return message
