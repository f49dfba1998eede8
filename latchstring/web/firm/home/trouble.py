"""What keeps emails from leaving, for those who can do something about it."""

from dataclasses import dataclass
from uuid import UUID

from latchstring.mail.backoff import outage
from latchstring.mail.models import Alert, Outage
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import InviteBatch


@dataclass(frozen=True, slots=True)
class Trouble:
    """Each alert with its bulk send, if it is of one."""

    alerts: list[tuple[Alert, UUID | None]]
    outage: Outage | None


def trouble(actor: Actor) -> Trouble | None:
    if not actor.may(Action.PORTALS_MANAGE):
        return None
    alerts = list(Alert.objects.visible_to(actor).filter(answered_at=None).order_by("pk"))
    batches = InviteBatch.objects.visible_to(actor).filter(campaign__in=[each.campaign_id for each in alerts])
    pages: dict[UUID | None, UUID] = dict(batches.values_list("campaign_id", "pk")) if alerts else {}
    return Trouble([(each, pages.get(each.campaign_id)) for each in alerts], outage())
