"""Make a change to many clients, and take it back: few at once, many in the worker, by the same steps."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.accounts.queries import actor_of
from latchstring.clients.bulk.chosen import Chosen
from latchstring.clients.bulk.kinds import BACK, FORTH
from latchstring.clients.models import GOING_ON, BulkChange, BulkPart, Client
from latchstring.kernel import clock, stopping
from latchstring.kernel.wake import wake
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

log = logging.getLogger(__name__)

AT_ONCE = 500
"""More clients than this are left to the worker."""
CHUNK = 500


def begin(
    actor: Actor, kind: str, clients: Chosen | Iterable[UUID], *, value: str = "", what: dict[str, Any] | None = None
) -> BulkChange:
    """``value`` names it to people, ``what`` to its kind. Finished on return where there are few clients."""
    chosen = clients if isinstance(clients, Chosen) else Chosen.of(clients)
    change: BulkChange = BulkChange.objects.create(
        firm_id=actor.firm_id,
        member_id=actor.member_id,
        kind=kind,
        value=value[:100],
        what=what or {},
        chosen=chosen.as_data(),
        selected=chosen.rows(actor).count(),
    )
    if change.selected > AT_ONCE:
        wake("change_clients")
        return change
    while _onward(actor, change):
        pass
    return change


def take_back(actor: Actor, change: BulkChange) -> None:
    """Of a locked change. What was not done yet is not done any more."""
    change.undo_asked_at = clock.now()
    change.save(update_fields=["undo_asked_at"])
    if change.changed > AT_ONCE:
        wake("change_clients")
        return
    while _backward(actor, change):
        pass


def change_clients() -> None:
    """The worker's verb: a step of each change in turn. Safe to run twice, late, or on several machines."""
    while not stopping.requested.is_set():
        due = list(BulkChange.objects.filter(GOING_ON).order_by("id").values_list("pk", flat=True))
        went_on = [change_id for change_id in due if _tried(change_id)]
        if not went_on:
            return


def _tried(change_id: UUID) -> bool:
    try:
        return _step(change_id)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the next look goes on
    except Exception:
        log.exception("The change %s stopped.", change_id)
        with transaction.atomic():
            _stop(BulkChange.objects.select_for_update().get(pk=change_id), _("Something went wrong on our side."))
        return False


@transaction.atomic
def _step(change_id: UUID) -> bool:
    """False when there is no more to do, or another worker is at it."""
    change = BulkChange.objects.select_for_update(skip_locked=True).filter(GOING_ON, pk=change_id).first()
    if change is None:
        return False
    actor = _actor_now(change)
    if actor is None:
        _stop(change, _("Whoever began it may not change clients any more."))
        return False
    return _backward(actor, change) if change.undo_asked_at else _onward(actor, change)


def _onward(actor: Actor, change: BulkChange) -> bool:
    ids = Chosen.of_data(change.chosen).after(actor, change.cursor, CHUNK)
    if not ids:
        change.finished_at = clock.now()
        change.save(update_fields=["finished_at"])
        return False
    rows = FORTH[change.kind](actor, _locked(actor, ids), change.what)
    if rows:
        BulkPart.objects.create(firm_id=change.firm_id, change=change, rows=rows)
    change.cursor = ids[-1]
    change.seen += len(ids)
    change.changed += len(rows)
    change.save(update_fields=["cursor", "seen", "changed"])
    return True


def _backward(actor: Actor, change: BulkChange) -> bool:
    """Exactly where it changed something, the last part first."""
    part = change.parts.filter(undone_at=None).order_by("-id").first()
    if part is None:
        change.undone_at = clock.now()
        change.save(update_fields=["undone_at"])
        return False
    done = {UUID(client): value for client, value in part.rows}
    clients = _locked(actor, done)
    BACK[change.kind](actor, clients, done)
    part.undone_at = clock.now()
    part.save(update_fields=["undone_at"])
    change.taken_back += len(clients)
    change.save(update_fields=["taken_back"])
    return True


def _locked(actor: Actor, ids: Iterable[UUID]) -> Sequence[Client]:
    """By key, so that two changes never wait for each other."""
    rows = Client.objects.visible_to(actor).filter(pk__in=list(ids))
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _actor_now(change: BulkChange) -> Actor | None:
    """Whoever began it, with the rights of this moment."""
    members = TeamMember.objects.filter(firm_id=change.firm_id, deactivated_at=None, user__is_active=True)
    rows = members.select_related("permission_set", "firm")
    member = rows.filter(pk=change.member_id).first() if change.member_id else None
    actor = actor_of(member) if member else None
    return actor if actor and actor.may(Action.CLIENT_EDIT) else None


def _stop(change: BulkChange, sentence: str) -> None:
    """What was done so far stays."""
    change.stopped = sentence
    if change.undo_asked_at:
        change.undone_at = clock.now()
    else:
        change.finished_at = clock.now()
    change.save(update_fields=["stopped", "finished_at", "undone_at"])
