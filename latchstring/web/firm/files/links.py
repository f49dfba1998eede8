"""Secure links: make one for a file, list all, revoke one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from latchstring.files.actions.make_link import make_link
from latchstring.files.actions.revoke_link import revoke_link
from latchstring.files.models import SecureLink
from latchstring.files.queries import links
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import the_document
from latchstring.web.common.requests import Request
from latchstring.web.firm.files import places
from latchstring.web.firm.files.forms import LinkForm


@staff_door
@require_safe
def index(request: Request) -> HttpResponse:
    page = links.page(request.actor, places.cursor(request))
    return render(request, "firm/files/links.html", {"links": page.rows, "now": clock.now(), **places.around(page)})


@sensitive_post_parameters("password")
@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, client_id: UUID, document_id: UUID) -> HttpResponse:
    """The link is on the page that answers the post, this once."""
    document = the_document(request, client_id, document_id)
    request.actor.require(Action.FILES_SHARE, client=document.client)
    form = LinkForm(request.POST or None)
    context = {"client": document.client, "document": document, "form": form}
    if form.is_valid() and form.save(make_link, request.actor, document, **form.answers()):
        url = request.firm.base_url + resolve_url("secure-link", form.saved.token)
        return render(request, "firm/files/link_made.html", context | {"url": url, "link": form.saved.link})
    return render(request, "firm/files/link_new.html", context, status=422 if form.is_bound else 200)


@staff_door
@require_POST
def revoke(request: Request, client_id: UUID, document_id: UUID, link_id: UUID) -> HttpResponse:
    document = the_document(request, client_id, document_id)
    link = get_object_or_404(SecureLink.objects.visible_to(request.actor), pk=link_id, document=document)
    revoke_link(request.actor, link)
    notices.done(request, _("The link no longer works"))
    return redirect(resolve_url("file", client_id, document_id) + "#links")
