"""What the firm has switched on, and who has a seat."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from latchstring.accounts.actions.set_seats import set_seats
from latchstring.accounts.actions.switch_licence import switch_licence
from latchstring.accounts.models import TeamMember
from latchstring.policy.actions import Action
from latchstring.policy.licences import ALWAYS, LICENCE_NAMES, Licence
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one

ABOUT = {
    Licence.CLIENT_MANAGEMENT: gettext_lazy("Clients, contacts, the Client Portal and its invites."),
    Licence.FILES: gettext_lazy("Files of each client, shared with the portal and sent by secure link."),
    Licence.REQUESTS_AND_SURVEYS: gettext_lazy("Ask clients for documents and answers."),
    Licence.ESIGN: gettext_lazy("Have documents signed."),
    Licence.BILLING: gettext_lazy("Invoices and payments."),
}


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    request.actor.require(Action.TEAM_MANAGE)
    team = list(TeamMember.objects.visible_to(request.actor).filter(deactivated_at=None).order_by("name"))
    cards = [_card(licence, request.firm.licences, team) for licence in Licence]
    return render(request, "firm/team/licences.html", {"cards": cards, "team": team})


@require_POST
@staff_door
def switch(request: Request, licence: str) -> HttpResponse:
    """``on`` is "yes" or empty."""
    which, on = _licence(licence), bool(request.POST.get("on"))
    request.actor.require(Action.TEAM_MANAGE)
    words = _("%s is switched on") if on else _("%s is switched off")
    return one.carry_out(
        request,
        lambda: switch_licence(request.actor, which, on=on),
        done=words % LICENCE_NAMES[which],
        to=resolve_url("licences"),
    )


@require_POST
@staff_door
def seats(request: Request, licence: str) -> HttpResponse:
    """Exactly the posted members have a seat."""
    which, given = _licence(licence), set(request.POST.getlist("seat"))
    request.actor.require(Action.TEAM_MANAGE)
    with transaction.atomic():
        for member in TeamMember.objects.visible_to(request.actor).filter(deactivated_at=None).order_by("pk"):
            wanted = {which} if str(member.pk) in given else frozenset[Licence]()
            if (which in member.seats) != bool(wanted):
                set_seats(request.actor, member.pk, seats=wanted, among={which})
    notices.done(request, _("Seats saved for %s") % LICENCE_NAMES[which])
    return redirect("licences")


def _licence(name: str) -> Licence:
    if name not in list(Licence):
        raise Http404
    return Licence(name)


def _card(licence: Licence, on: frozenset[Licence], team: list[TeamMember]) -> dict[str, object]:
    members = [(member, licence in ALWAYS or licence in member.seats) for member in team]
    return {
        "licence": licence.value,
        "name": LICENCE_NAMES[licence],
        "about": ABOUT[licence],
        "on": licence in on,
        "always": licence in ALWAYS,
        "members": members,
        "seated": sum(has for _member, has in members),
    }
