"""The firm's colour as a stylesheet."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from latchstring.firms.models import Branding
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
