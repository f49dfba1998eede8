"""A contact who shares the address of a portal user: what happens when they are let in too, then the invite."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.policy.actions import Action
from latchstring.portals.actions.invite_beside import housemates, invite_beside
from latchstring.portals.refusals import Refusal
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.contacts import the_contact
from latchstring.web.firm.clients.record import refused


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: Request, client_id: UUID, contact_id: UUID) -> HttpResponse:
    contact = the_contact(request, client_id, contact_id)
    request.actor.require(Action.INVITE_SEND, client=contact.client)
    if request.method != "POST":
        context = {"client": contact.client, "contact": contact, "others": housemates(request.actor, contact)}
        return render(request, "firm/clients/beside.html", context)
    try:
        name = invite_beside(request.actor, contact.client, contact)
    except Refusal as refusal:
        return refused(request, contact.client, str(refusal))
    notices.done(request, _("Invite sent to %s") % name)
    return redirect("client", client_id)
