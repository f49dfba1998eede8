"""Change access: what one person may open at one client, and until when."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import Scope
from latchstring.portals import ends
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.ends import BadEnd
from latchstring.portals.models import Access
from latchstring.portals.refusals import Refusal
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.portal.limits import LimitsForm
from latchstring.web.firm.manager.back import way_back


class AccessForm(LimitsForm):
    def __init__(self, data: Any = None, *, access: Access, firm: Firm) -> None:
        last = ends.last_day(access.ends_at, firm) if access.ends_at else None
        super().__init__(data, firm=firm, initial={"scope": access.scope, "until": last})

    def save(self, actor: Actor, access: Access) -> bool:
        """Whether it was changed; else the sentence is in the form."""
        said = self.cleaned_data
        try:
            change_access(actor, access, scope=Scope(said["scope"]), until=said["until"])
        except BadEnd as error:
            self.add_error("until", str(error))
        except Refusal as error:
            self.add_error(None, str(error))
        return not self.errors


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, client_id: UUID, access_id: UUID) -> HttpResponse:
    rows = Access.objects.visible_to(request.actor).select_related("person", "client")
    access = get_object_or_404(rows, pk=access_id, client_id=client_id)
    request.actor.require(Action.ACCESS_CHANGE, client=access.client)
    form = AccessForm(request.POST if request.method == "POST" else None, access=access, firm=request.firm)
    back = way_back(request, resolve_url("client", client_id))
    if form.is_valid() and form.save(request.actor, access):
        notices.done(request, _("Access of %(name)s changed") % {"name": access.person})
        return htmx.redirect(request, back)
    context = {"form": form, "access": access, "client": access.client, "next": back}
    name = "access_dialog.html" if request.htmx else "access.html"
    return render(request, f"firm/clients/{name}", context, status=422 if form.is_bound else 200)
