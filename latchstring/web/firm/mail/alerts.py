"""The one click after which sending goes on."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from latchstring.mail.actions.go_on import go_on as let_go_on
from latchstring.mail.models import Alert
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.back import way_back


@require_POST
@staff_door
def go_on(request: Request, alert_id: UUID) -> HttpResponse:
    alert = get_object_or_404(Alert.objects.visible_to(request.actor), pk=alert_id)
    again = let_go_on(request.actor, alert.pk)
    words = ngettext("Sending goes on. %s email is tried again.", "Sending goes on. %s emails are tried again.", again)
    notices.done(request, words % f"{again:,}" if again else _("Sending goes on."))
    return redirect(way_back(request, "home"))
