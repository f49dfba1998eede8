"""Say by which OpenID Connect provider the team logs in, or that it does so no more."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import SignInRules, SingleSignOn, TeamMember
from latchstring.accounts.single_sign_on import BadProvider, checked_issuer, discover, seal
from latchstring.accounts.team import lock
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Kind
from latchstring.policy.sign_in import OWN, Method


def set_single_sign_on(actor: Actor, *, issuer: str, client_id: str, secret: str, label: str) -> SingleSignOn:
    """An empty secret keeps the one there is. Another issuer knows nobody yet, so all are bound anew.

    Raises BadProvider.
    """
    actor.require(Action.FIRM_EDIT)
    wanted = {
        "issuer": checked_issuer(issuer),
        "client_id": client_id.strip(),
        "label": " ".join(label.split()),
    }
    for field, sentence in (("client_id", _("Enter the client ID.")), ("label", _("Enter what the button says."))):
        if not wanted[field]:
            raise BadProvider(field, sentence)
    discover(wanted["issuer"])
    return _write(actor, wanted, secret.strip())


@transaction.atomic
def _write(actor: Actor, wanted: dict[str, str], secret: str) -> SingleSignOn:
    lock(actor.firm_id)
    row: SingleSignOn | None = SingleSignOn.objects.filter(firm=actor.firm_id).first()
    if row is None and not secret:
        raise BadProvider("secret", _("Enter the client secret."))
    row = row or SingleSignOn(firm_id=actor.firm_id)
    before = row.issuer
    for field, value in wanted.items():
        setattr(row, field, value)
    row.secret = seal(secret) if secret else row.secret
    row.save()
    if before != row.issuer:
        TeamMember.objects.filter(firm=actor.firm_id).exclude(subject="").update(subject="")
    _allow(actor.firm_id, on=True)
    record(actor, Name.SSO_SET, Entry(subject_id=row.pk, detail={"name": row.label, "issuer": row.issuer}))
    return row


@transaction.atomic
def remove_single_sign_on(actor: Actor) -> bool:
    """False where there was none. Where it was the only way in, all of the product's own ways are open again."""
    actor.require(Action.FIRM_EDIT)
    lock(actor.firm_id)
    row = SingleSignOn.objects.filter(firm=actor.firm_id).first()
    if row is None:
        return False
    name, key = row.label, row.pk
    row.delete()
    TeamMember.objects.filter(firm=actor.firm_id).exclude(subject="").update(subject="")
    _allow(actor.firm_id, on=False)
    record(actor, Name.SSO_REMOVED, Entry(subject_id=key, detail={"name": name}))
    return True


@transaction.atomic
def forget_subject(actor: Actor, member_id: UUID) -> TeamMember | None:
    """The next login by the provider binds this member anew; None for nobody who is bound."""
    actor.require(Action.FIRM_EDIT)
    lock(actor.firm_id)
    member: TeamMember | None = TeamMember.objects.filter(firm=actor.firm_id, pk=member_id).exclude(subject="").first()
    if member is None:
        return None
    member.subject = ""
    member.save(update_fields=["subject"])
    record(actor, Name.SSO_FORGOTTEN, Entry(subject_id=member.pk, detail={"name": member.name}))
    return member


def _allow(firm_id: UUID, *, on: bool) -> None:
    rules, _made = SignInRules.objects.get_or_create(firm_id=firm_id)
    methods = set(rules.of(Kind.STAFF).methods) - {Method.SSO}
    rules.team = rules.team | {"methods": sorted(methods | {Method.SSO} if on else methods or OWN)}
    rules.save(update_fields=["team"])
