"""A team member ends a token of theirs: the next request that comes with it is refused."""

from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import ApiToken
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.policy.actor import Actor


@transaction.atomic
def revoke_api_token(actor: Actor, token_id: UUID) -> ApiToken | None:
    """None where no token of theirs has this id. Twice is once."""
    actor.require_hands()
    mine = ApiToken.objects.select_for_update().filter(firm=actor.firm_id, member=actor.member_id)
    token: ApiToken | None = mine.filter(pk=token_id).first() if actor.member_id else None
    if token is not None and token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record(actor, Name.TOKEN_REVOKED, Entry(subject_id=token.pk, detail={"name": token.name}))
    return token
