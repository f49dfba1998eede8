"""Email those who may change the firm's settings that its sending was stopped, once for each alert."""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from latchstring.accounts.models import TeamMember
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.addresses import key_of
from latchstring.mail.models import Alert
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.queries import inactive
from latchstring.mail.render import letter
from latchstring.policy.actions import Action

KIND = "sending-stopped"


def tell_of_alerts() -> None:
    for pk in list(Alert.objects.filter(told_at=None, answered_at=None).values_list("pk", flat=True)):
        _tell(pk)


@transaction.atomic
def _tell(pk: UUID) -> None:
    alert = Alert.objects.select_for_update().filter(pk=pk, told_at=None).first()
    if alert is None:
        return
    firm = Firm.objects.prefetch_related("domains").get(pk=alert.firm_id)
    fields = {"reason": alert.reason, "detail": alert.detail, "home_url": firm.base_url + reverse("home")}
    body = letter(firm, KIND, "mail/sending_stopped", {"stopped": alert.campaign_id is not None})
    members = _those_who_may(firm)
    dead = inactive(firm.pk, [key_of(member.email) for member in members])
    posts = [Post(member.email, member.name, fields) for member in members if key_of(member.email) not in dead]
    queue_many(firm.pk, body, posts, kind=KIND)
    alert.told_at = clock.now()
    alert.save(update_fields=["told_at"])


def _those_who_may(firm: Firm) -> list[TeamMember]:
    rows = TeamMember.objects.filter(firm=firm, deactivated_at=None, user__isnull=False)
    return [each for each in rows.select_related("user", "permission_set") if Action.FIRM_EDIT in each.allowed]
