"""The page behind an invite to the team. Looking changes nothing; only its button joins."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from latchstring.accounts.actions.join import LinkClosed, WrongLogin, join, join_new
from latchstring.accounts.actions.note_login import logged_in
from latchstring.accounts.joining import JoinState, look
from latchstring.web.common.actors import sides
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.invitations.forms import NewLoginForm
from latchstring.web.public.secret_pages import keeps_its_address
from latchstring.web.public.sign_in import going_on, views
from latchstring.web.public.sign_in.entering import let_in

GONE = {"unknown": 404, "expired": 410, "superseded": 410, "cancelled": 410}


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_its_address
@public_door
def joining(request: Request, token: str) -> HttpResponse:
    link = _look_here(request, token)
    if link.state in GONE:
        return _page(request, "closed", link, status=GONE[link.state])
    if link.state == "joined":
        return redirect("start")
    if request.method == "POST":
        return _go_on(request, token, link)
    return _new(request, link) if _needs_login(request, link) else _page(request, "existing", link)


def _look_here(request: Request, token: str) -> JoinState:
    """A link of another firm is unknown at this one's address."""
    link = look(token, request.user if request.user.is_authenticated else None)
    return link if link.firm in {request.firm, None} else JoinState("unknown")


def _needs_login(request: Request, link: JoinState) -> bool:
    return not link.has_login and not request.user.is_authenticated


def _go_on(request: Request, token: str, link: JoinState) -> HttpResponse:
    if link.logged_in_as:
        views.end(request)
        return redirect("join", token=token)
    if request.user.is_authenticated:
        return _join(request, token)
    return going_on.remember(redirect("login"), token) if link.has_login else _join_new(request, token, link)


def _join(request: Request, token: str) -> HttpResponse:
    try:
        join(token, user=request.user)
    except (LinkClosed, WrongLogin):
        return redirect("join", token=token)
    here = sides(request.user, request.firm)
    logged_in([actor for actor in [here.staff] if actor], how="invite")
    return going_on.forget(redirect("home"))


def _join_new(request: Request, token: str, link: JoinState) -> HttpResponse:
    form = NewLoginForm(request.POST)
    if not form.is_valid():
        return _new(request, link, form)
    try:
        user = join_new(token, address=link.address, **form.answers())
    except ValidationError as error:
        form.add_error("password", error)
        return _new(request, link, form)
    except (LinkClosed, WrongLogin):
        return redirect("join", token=token)
    return going_on.forget(let_in(request, user, lambda: perform_login(request, user, email=user.email), how="invite"))


def _new(request: Request, link: JoinState, form: NewLoginForm | None = None) -> HttpResponse:
    """Name and password; with 422 once more after a mistake, which leaves the link as it was."""
    form = form or NewLoginForm(initial={"name": link.member.name if link.member else ""})
    return _page(request, "new", link, status=422 if form.is_bound else 200, form=form)


def _page(request: Request, name: str, link: JoinState, status: int = 200, **context: object) -> HttpResponse:
    return render(request, f"public/joining/{name}.html", context | {"link": link}, status=status)
