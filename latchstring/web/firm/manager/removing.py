"""Take access away from one person or from many, after a page that says what it means; and give it back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.policy.actions import Action
from latchstring.portals.actions.remove_access import count_for, remove_access, remove_many
from latchstring.portals.actions.restore_access import restore_person
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.refusals import Refusal
from latchstring.web.common.doors import staff_door
from latchstring.web.common.notices import done
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.back import way_back
from latchstring.web.firm.manager.doors import manager_door
from latchstring.web.firm.manager.selecting import posted_selection


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def remove_one(request: Request, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    request.actor.require(Action.ACCESS_REMOVE)
    if request.method != "POST":
        live = Access.objects.visible_to(request.actor).live().filter(person=person)
        names = list(live.order_by("client__sort_name").values_list("client__name", flat=True)[:50])
        page = {"person": person, "names": names, "next": way_back(request, reverse("manager"))}
        return render(request, "firm/manager/remove_one.html", page)
    remove_access(request.actor, person)
    done(request, f"Access removed for {person}", undo_url=reverse("user-restore", args=[person_id]))
    return redirect(way_back(request, reverse("manager")))


@require_POST
@staff_door
def restore_one(request: Request, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    request.actor.require(Action.ACCESS_REMOVE)
    try:
        restore_person(request.actor, person)
        done(request, f"{person} has access again.", activity_url=resolve_url("user-activity", person_id))
    except Refusal as refusal:
        done(request, str(refusal))
    return redirect(way_back(request, resolve_url("user-activity", person_id)))


@require_POST
@manager_door
def remove_all(request: Request) -> HttpResponse:
    """The first post asks, naming the numbers; the second, with ``sure``, does it."""
    try:
        selection = posted_selection(request.POST)
    except Refusal as refusal:
        done(request, str(refusal))
        return redirect(way_back(request, reverse("manager")))
    if "sure" not in request.POST:
        people, clients = count_for(request.actor, selection)
        page = {
            "selection": selection,
            "people": people,
            "clients": clients,
            "next": way_back(request, reverse("manager")),
        }
        return render(request, "firm/manager/remove_all.html", page)
    ended = remove_many(request.actor, selection)
    done(request, f"Access removed for {ended:,} {'person' if ended == 1 else 'people'}.")
    return redirect(reverse("manager") + "?show=removed")
