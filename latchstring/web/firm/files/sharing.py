"""Make files visible to the client: the Client Portal window, with what is shared at its top."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from latchstring.clients.models import Client
from latchstring.files.actions.share import share as make_visible
from latchstring.files.queries.audience import people_with_access
from latchstring.policy.actions import Action
from latchstring.portals.actions.invite import Invitee, Outcome
from latchstring.portals.ends import Limits
from latchstring.portals.models import PortalUser
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import MOST, the_client
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.portal.outcome import sentence
from latchstring.web.firm.clients.portal.purpose import Item, Purpose
from latchstring.web.firm.clients.portal.views import page
from latchstring.web.firm.clients.portal.window import Window
from latchstring.web.firm.clients.tabs import in_a_row
from latchstring.web.firm.files import listing, places
from latchstring.web.firm.files.choosing import Asked, asked_for
from latchstring.web.firm.files.words import named


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_SHARE, client=client)
    asked = asked_for(request, client, request.POST if request.method == "POST" else request.GET)
    if len(asked.documents) > MOST:
        return listing.refused(request, client, asked.within, [_too_many()])
    if not asked.items and asked.offered is None:
        notices.done(request, _("There is nothing here that the client cannot see already"))
        return htmx.redirect(request, places.folder(client))
    purpose = _purpose(request, client, asked)
    if request.method != "POST":
        return page(request, Window.opened(request, client, purpose))
    return _answer(request, Window.read(request, client, purpose), asked.documents)


def _answer(request: Request, window: Window, documents: list[Any]) -> HttpResponse:
    if not window.wants_sending:
        return page(request, window, 200 if window.prepare() else 422)
    if not window.send():
        return page(request, window, 422)
    parts = [_("The client can see %(what)s now") % {"what": named(documents)}, sentence(window.outcome)]
    notices.done(request, ". ".join(part.rstrip(".") for part in parts if part))
    return htmx.redirect(request, window.purpose.back)


def _purpose(request: Request, client: Client, asked: Asked) -> Purpose:
    audience = people_with_access(client)
    documents = asked.documents

    def send(people: Sequence[Invitee], message: str, limits: Limits) -> Outcome:
        shared = make_visible(request.actor, client, documents, people=people, message=message, limits=limits)
        return shared.invited

    return Purpose(
        url=resolve_url("files-share", client.pk),
        back=resolve_url("client", client.pk) if asked.offered is not None else places.of(client, documents),
        question=" ".join([_question(client, asked.items, len(audience.now)), *_shut_to(audience.shut)]),
        send=send,
        items=asked.items,
        choosing=asked.offered is not None,
        told=len([each for each in audience.now if each.email_inactive_at is None]),
    )


def _too_many() -> str:
    return _("These folders hold more than %(most)d private files. Make them visible folder by folder.") % {
        "most": MOST
    }


def _shut_to(people: Sequence[PortalUser]) -> list[str]:
    """Why some who have access see nothing of it and get no email."""
    if not people:
        return []
    names = in_a_row([str(person) for person in people])
    return [_("Nothing is sent to %(names)s: their access does not include files.") % {"names": names}]


def _question(client: Client, items: Sequence[Item], people: int) -> str:
    if client.inactive_at:
        return _("Nobody at %(client)s can open files while it is inactive.") % {"client": client.name}
    what = ngettext("this file", "these files", len(items))
    if not people:
        return _("Who should see %(what)s at %(client)s? Nobody there has access yet.") % {
            "what": what, "client": client.name,
        }  # fmt: skip
    seen = ngettext("Visible to %(count)s person with access", "Visible to %(count)s people with access", people)
    asked = _("Who else should see %(what)s at %(client)s?") % {"what": what, "client": client.name}
    return f"{seen % {'count': people}}. {asked}"
