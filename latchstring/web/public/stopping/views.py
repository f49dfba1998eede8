"""No more emails of one kind. Looking changes nothing; the button does, and so does a mail program's one click."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from latchstring.portals.actions.stop_emails import stop_emails
from latchstring.portals.stopping import find
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.secret_pages import keeps_its_address

NAMES = {"reminder": _("reminders of your invite"), "file-shared": _("emails about files that are shared with you")}


@csrf_exempt  # RFC 8058: mail programs post here by themselves; the signed address is the whole permission
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_its_address
@public_door
def stop(request: Request, token: str) -> HttpResponse:
    found = find(token, request.firm.pk)
    if found is None:
        return render(request, "public/stopping/unknown.html", status=404)
    person, kind = found
    if request.method == "POST":
        stop_emails(token, request.firm.pk)
        person.emails_off = [*person.emails_off, kind]
    page = {"person": person, "what": NAMES[kind], "stopped": kind in person.emails_off}
    return render(request, "public/stopping/stop.html", page)
