"""Merge two contacts of a client into one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.clients.actions.merge_contacts import Wanted, merge_contacts
from latchstring.clients.models import Contact
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.contacts import the_contact
from latchstring.web.firm.clients.forms import MergeForm
from latchstring.web.firm.clients.people import people_of


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, client_id: UUID, contact_id: UUID) -> HttpResponse:
    """``with`` is the contact to merge into this one; without it the page asks for it."""
    contact = the_contact(request, client_id, contact_id)
    request.actor.require(Action.CLIENT_EDIT, client=contact.client)
    posted = request.POST if request.method == "POST" else None
    others = list(Contact.objects.visible_to(request.actor).filter(client=client_id).exclude(pk=contact_id))
    chosen = (posted or request.GET).get("with", "")
    other = next((one for one in others if str(one.pk) == chosen), None)
    staying = _staying(request, contact, other) if other else []
    form = MergeForm(posted, both=(contact, other), staying=staying) if other else None
    if form and form.is_valid() and form.save(_merge, request, contact, other):
        notices.done(request, _("Merged into %(name)s") % {"name": form.cleaned_data["name"]})
        return redirect("client", client_id)
    context = {"client": contact.client, "contact": contact, "others": others, "other": other, "form": form}
    context["staying"] = staying
    return render(request, "firm/clients/merge.html", context, status=422 if posted is not None else 200)


def _merge(request: Request, contact: Contact, other: Contact, **wanted: str) -> Contact:
    return merge_contacts(request.actor, contact, other, wanted=Wanted(**wanted))


def _staying(request: Request, *both: Contact) -> list[str]:
    """Addresses of the two that have access to the portal, whatever is chosen."""
    addresses = {one.address for one in both}
    people = people_of(request.actor, both[0].client)
    return [one.email for one in people if one.is_in and one.contact and one.contact.address in addresses]
