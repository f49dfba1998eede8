"""The second step of one's own login: what there is, taking it away, and new recovery codes."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from latchstring.accounts import factors
from latchstring.accounts.actions.make_recovery_codes import make_recovery_codes
from latchstring.accounts.actions.remove_factor import remove_factor
from latchstring.web.common import notices
from latchstring.web.common.own_login.side import Side
from latchstring.web.common.requests import Request


def page(request: Request, side: Side) -> HttpResponse:
    request.actor.require_hands()
    return side.show(request, "second", factors=factors.of(request.user.pk))


def remove(request: Request, side: Side, factor_id: int) -> HttpResponse:
    request.actor.require_hands()
    theirs = factors.of(request.user.pk)
    factor = next((each for each in (theirs.app, *theirs.passkeys) if each and each.pk == factor_id), None)
    if factor is None:
        raise Http404
    if request.method != "POST":
        last = len(theirs.passkeys) + (theirs.app is not None) == 1
        return side.show(request, "second_remove", factor=factor, last=last)
    what = remove_factor(request.actor, factor_id, keep=request.session.session_key or "")
    notices.done(request, _("Removed: %s") % what)
    return side.to("second")


def codes(request: Request, side: Side) -> HttpResponse:
    made = make_recovery_codes(request.actor, keep=request.session.session_key or "")
    return show_codes(request, side, made) if made else side.to("second")


def show_codes(request: Request, side: Side, made: list[str]) -> HttpResponse:
    """This once: they are not kept in a form that could be shown again."""
    spaced = [f"{code[:4]} {code[4:]}" for code in made]
    lines = [_("Recovery codes for %(email)s at %(firm)s") % {"email": request.user.email, "firm": request.firm.name}]
    return side.show(request, "second_codes", codes=spaced, text="\n".join([*lines, "", *spaced, ""]))
