"""What a link shows: by the state it is in, and by who looks."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from latchstring.policy.actor import Kind
from latchstring.policy.sign_in import Method
from latchstring.portals.queries.link import LinkState, look
from latchstring.web.common import entry
from latchstring.web.common.requests import Request
from latchstring.web.public.invitations.forms import NewLoginForm
from latchstring.web.public.sign_in.forms import LoginForm

FOLDER = "public/invitations"
GONE = {"unknown": 404, "expired": 410, "superseded": 410, "removed": 410}


def look_here(request: Request, token: str) -> LinkState:
    """A link of another firm is unknown at this one's address."""
    return look(token, request.user if request.user.is_authenticated else None, request.firm)


def show(request: Request, token: str, state: LinkState) -> HttpResponse:
    if state.state in GONE:
        return closed(request, token, state, status=GONE[state.state])
    if state.logged_in_as:
        return page(request, "switch", token, state)
    if state.state == "accepted":
        return _accepted(request, token, state)
    if request.user.is_authenticated:
        return page(request, "one_click", token, state)
    return page(request, "existing", token, state) if state.has_login else new_login(request, token, state)


def new_login(request: Request, token: str, state: LinkState, form: BaseForm | None = None) -> HttpResponse:
    """Name and password, or another way in; with 422 once more after a mistake, which leaves the link as it was."""
    form = form or NewLoginForm(initial={"name": state.person.name if state.person else ""})
    passkeys = Method.PASSKEY in entry.methods(request.firm, [Kind.CLIENT])
    return page(request, "new", token, state, form=form, passkeys=passkeys, status=422 if form.is_bound else 200)


def closed(request: Request, token: str, state: LinkState, *, problem: str = "", status: int = 410) -> HttpResponse:
    return page(request, "closed", token, state, problem=problem, status=status)


def page(
    request: Request, name: str, token: str, state: LinkState, *, status: int = 200, **context: object
) -> HttpResponse:
    context |= {"link": state, "token": token}
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def _accepted(request: Request, token: str, state: LinkState) -> HttpResponse:
    """The login page with the address filled in, or for who is logged in the portal itself."""
    if request.user.is_authenticated:
        return redirect("portal-home")
    return page(request, "accepted", token, state, form=LoginForm(initial={"email": state.address}))
