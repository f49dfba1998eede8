"""Reset the second step of a colleague who has lost it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.accounts.actions.reset_colleague_factor import reset_colleague_factor
from latchstring.accounts.factor_resets import open_ask
from latchstring.accounts.team import BadTeam
from latchstring.web.common import errors, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def reset(request: Request, member_id: UUID) -> HttpResponse:
    person = one.fetch(request, member_id)
    if request.method == "POST":
        try:
            done = reset_colleague_factor(request.actor, member_id)
        except BadTeam as error:
            return errors.not_now(request, "That can’t be done", str(error))
        told = (
            _("%s can log in without a second step") if done else _("Asked. A colleague has a day to confirm it for %s")
        )
        notices.done(request, told % person.name)
        return redirect("team-member", member_id)
    ask = open_ask(person)
    consequence = _("Make sure that it is them. They are logged out everywhere and told by email.")
    before = _("%s has asked for it.") % ask.asked_by_name + " " if ask else ""
    title = _("Reset the second step of %s?") % person.name
    return one.ask(
        request, one.Question(title, before + consequence, _("Reset"), resolve_url("team-member", member_id))
    )
