"""Single sign-on for the team: to the firm's OpenID Connect provider, and back with a code that proves one login."""

from typing import Any

from allauth.account.utils import perform_login
from authlib.integrations.django_client import DjangoOAuth2App, OAuth, OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc6749.errors import OAuth2Error
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from joserfc.errors import JoseError
from requests import RequestException

from latchstring.accounts.actions.enter_by_sso import NotOnTheTeam, enter_by_sso
from latchstring.accounts.models import SingleSignOn
from latchstring.accounts.single_sign_on import SECONDS, metadata_url, provider_of, unseal
from latchstring.kernel.crypto import Unopenable
from latchstring.policy.sign_in import Method
from latchstring.web.common import limits, origin
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import entering, going_on

NEXT = "sso-next"
WENT_WRONG = (OAuthError, OAuth2Error, JoseError, RequestException, ValueError, KeyError, RuntimeError, Unopenable)
"""What the library raises for an answer that is not to our question, or for a provider that does not answer."""


class _Asking(OAuth2Session):  # type: ignore[misc]
    """Asks the provider at the address that it gave, and nowhere else: a redirect is an error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_redirects = 0


class _App(DjangoOAuth2App):  # type: ignore[misc]
    client_cls = _Asking


@require_safe
@public_door
def begin(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("start")
    provider = _provider(request)
    try:
        limits.spend(request, "sso", origin.address(request) or "")
        answer: HttpResponse = _client(request, provider).authorize_redirect(request, _back(request))
    except limits.TooMany as error:
        return _failed(request, provider, str(error), status=429)
    except WENT_WRONG:
        return _failed(request, provider, _("%s does not answer now. Try again in a moment.") % provider.label)
    request.session[NEXT] = going_on.asked_for(request)
    return answer


@require_safe
@public_door
def callback(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("start")
    provider = _provider(request)
    try:
        user = enter_by_sso(request.firm, _claims(request, provider))
    except WENT_WRONG:
        entering.failed(request, "", "single sign-on")
        return _failed(request, provider, _("That login was not finished, or it was too old. Start again."))
    except NotOnTheTeam as error:
        entering.failed(request, error.address, f"single sign-on: {error.why}")
        return _failed(request, provider, str(error), status=403)
    following = request.session.pop(NEXT, "")
    request.GET = request.GET.copy()
    request.GET["next"] = following
    return entering.let_in(request, user, lambda: perform_login(request, user, email=user.email), how=Method.SSO)


def _provider(request: Request) -> SingleSignOn:
    provider = provider_of(request.firm)
    if provider is None:
        raise Http404
    return provider


def _client(request: Request, provider: SingleSignOn) -> Any:
    """The library's client: state and nonce in the session, under the name of the firm; a challenge with SHA-256."""
    return OAuth().register(
        f"sso-{request.firm.pk}",
        client_cls=_App,
        client_id=provider.client_id,
        client_secret=unseal(provider.secret),
        server_metadata_url=metadata_url(provider.issuer),
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def _claims(request: Request, provider: SingleSignOn) -> Any:
    """Of an ID token that this very issuer signed for this client, in answer to this session."""
    claims = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
    }
    return _client(request, provider).authorize_access_token(request, claims_options=claims)["userinfo"]


def _back(request: Request) -> str:
    return str(request.firm.base_url + reverse("sso-callback"))


def _failed(request: Request, provider: SingleSignOn, sentence: str, status: int = 400) -> HttpResponse:
    context = {"label": provider.label, "sentence": sentence}
    return render(request, "public/sign_in/sso_failed.html", context, status=status)
