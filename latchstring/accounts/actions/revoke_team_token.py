"""Who manages the team ends a token of anybody on it, the owner's too: its program is refused from then on."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import ApiToken
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def revoke_team_token(actor: Actor, token_id: UUID) -> ApiToken | None:
    """None where no token of this firm has this id. Twice is once."""
    actor.require(Action.TEAM_MANAGE)
    rows = ApiToken.objects.visible_to(actor).select_related("member").select_for_update(of=("self",))
    token: ApiToken | None = rows.filter(pk=token_id).first()
    if token is not None and token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        name = _("%(token)s of %(name)s") % {"token": token.name, "name": token.member.name}
        record(actor, Name.TOKEN_REVOKED, Entry(subject_id=token.pk, detail={"name": name}))
    return token
