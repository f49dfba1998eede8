"""The page behind an invite's link. Looking changes nothing; only its button accepts."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.portals.actions.decline import decline as decline_link
from latchstring.portals.actions.note_opened import note_opened
from latchstring.portals.actions.send_newest import send_newest
from latchstring.web.common import limits, notices
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.invitations import accepting, pages
from latchstring.web.public.secret_pages import keeps_its_address


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_its_address
@public_door
def invitation(request: Request, token: str) -> HttpResponse:
    if request.method == "POST":
        return accepting.go_on(request, token)
    return pages.show(request, token, pages.look_here(request, token))


@require_POST
@keeps_its_address
@public_door
def newest(request: Request, token: str) -> HttpResponse:
    """Mail a link that works to the address that the old one went to; the answer is always the same."""
    state = pages.look_here(request, token)
    try:
        limits.spend(request, "newest", state.address)
    except limits.TooMany as error:
        return pages.closed(request, token, state, problem=str(error), status=429)
    if state.state != "unknown":
        note_opened(state)
        send_newest(token)
    notices.done(request, _("If this invite is still open, a new link is on its way to the address it was sent to"))
    return redirect("invitation", token=token)


@require_POST
@keeps_its_address
@public_door
def decline(request: Request, token: str) -> HttpResponse:
    """Not me: the link dies, and the firm is told."""
    state = pages.look_here(request, token)
    note_opened(state)
    if state.state == "open" and decline_link(token):
        notices.done(request, _("Thank you. The firm knows, and the link no longer works"))
    return redirect("invitation", token=token)
