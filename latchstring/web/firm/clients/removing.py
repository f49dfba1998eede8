"""Take a contact off a client, and take that back."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.clients.actions.remove_contact import remove_contact
from latchstring.clients.actions.restore_contact import restore_contact
from latchstring.policy.actions import Action
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.restore_access import restore_access
from latchstring.portals.models import Access
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.contacts import the_contact
from latchstring.web.firm.clients.people import person_of
from latchstring.web.firm.clients.record import the_client


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, client_id: UUID, contact_id: UUID) -> HttpResponse:
    """With ``access`` the access to the portal goes in the same moment, and comes back with Undo."""
    contact = the_contact(request, client_id, contact_id)
    request.actor.require(Action.CLIENT_EDIT, client=contact.client)
    person = person_of(request.actor, contact)
    if request.method != "POST":
        return render(request, "firm/clients/contact_remove.html", {"client": contact.client, "person": person})
    access = person.access if person.is_in and request.POST.get("access") else None
    with transaction.atomic():
        if access:
            remove_access(request.actor, access.person, client=contact.client)
        remove_contact(request.actor, contact)
    undo = resolve_url("contact-restore", client_id, contact_id) + (f"?access={access.pk}" if access else "")
    notices.done(request, _("%(name)s removed") % {"name": contact.name}, undo_url=undo)
    return redirect("client", client_id)


@staff_door
@require_POST
def restore(request: Request, client_id: UUID, contact_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    access = _access(request, client_id)
    with transaction.atomic():
        contact = restore_contact(request.actor, client, contact_id)
        if contact is None:
            raise Http404
        if access:
            restore_access(request.actor, access)
    notices.done(request, _("%(name)s is back") % {"name": contact.name})
    return redirect("client", client_id)


def _access(request: Request, client_id: UUID) -> Access | None:
    """The access that went with the contact, if any did."""
    try:
        wanted = UUID(request.GET["access"])
    except (KeyError, ValueError):
        return None
    rows = Access.objects.visible_to(request.actor).select_related("person", "client")
    access: Access = get_object_or_404(rows, pk=wanted, client_id=client_id)
    return access
