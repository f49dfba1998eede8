"""Who is waiting: the figures that a team member starts the day with."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from latchstring.clients import counts
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import Phase, PortalUser


@dataclass(frozen=True, slots=True)
class Figure:
    """``url`` is the list that the number counts, empty for those who may not open it."""

    number: int
    words: str
    url: str
    tone: str


def figures(actor: Actor) -> list[Figure]:
    """Four statements at most; the firm's own figures are kept, those of scoped staff counted."""
    without, pending = _kept(actor) if actor.client_ids is None else _counted(actor)
    people = _people(actor)
    inactive = people.filter(email_inactive_at__isnull=False).exclude(phase=Phase.REMOVED).count()
    listed = resolve_url("manager") if actor.may(Action.PORTALS_MANAGE) else ""
    return [
        Figure(without, _("clients not invited"), listed and resolve_url("manager-without"), "accent"),
        Figure(pending, _("invited, not accepted yet"), listed and f"{listed}?show=invited", "amber"),
        Figure(inactive, _("with an inactive email"), listed and f"{listed}?show=inactive", "red"),
    ]


def _kept(actor: Actor) -> tuple[int, int]:
    kept = counts.get(actor.firm_id)
    return kept.clients_without, kept.people_pending


def _counted(actor: Actor) -> tuple[int, int]:
    mine = counts.count(Client.objects.visible_to(actor))
    return mine["clients_without"], _people(actor).filter(phase=Phase.PENDING).count()


def _people(actor: Actor) -> QuerySet[PortalUser]:
    rows: QuerySet[PortalUser] = PortalUser.objects.visible_to(actor)
    return rows
