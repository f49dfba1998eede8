"""The firm's colour as a stylesheet, and its logo."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from latchstring.firms.models import Branding
from latchstring.firms.queries import logo_of
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request


@public_door
@require_safe
def brand(request: Request) -> HttpResponse:
    """Two custom properties; kept for five minutes, so that a new colour shows soon."""
    look = getattr(request.firm, "branding", None) or Branding()
    return HttpResponse(
        f":root {{ --brand: {look.colour}; --brand-night: {look.colour_night}; }}\n",
        content_type="text/css",
        headers={"Cache-Control": "public, max-age=300"},
    )


@public_door
@require_safe
def logo(request: Request, digest: str) -> HttpResponse:
    """Kept for a year: another logo has another address."""
    png = logo_of(request.firm, digest)
    if png is None:
        raise Http404
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "public, max-age=31536000, immutable"})
