"""The API tokens of the whole team, and ending one of them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.accounts import api_tokens
from latchstring.accounts.actions.revoke_team_token import revoke_team_token
from latchstring.policy.token_scopes import scope_names
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    rows = [(each, scope_names(each.scopes)) for each in api_tokens.of_team(request.actor)]
    return render(request, "firm/team/tokens.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def revoke(request: Request, token_id: UUID) -> HttpResponse:
    token = next((each for each in api_tokens.of_team(request.actor) if each.pk == token_id), None)
    if token is None:
        raise Http404
    if request.method != "POST":
        return render(request, "firm/team/token_revoke.html", {"token": token})
    revoke_team_token(request.actor, token_id)
    notices.done(request, _("Token revoked: %s") % token.name)
    return redirect("settings-tokens")
