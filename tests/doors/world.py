"""The cast with everything a door can be about: access, invites, a batch, an import, logins.

Ed was removed, Una's access has ended, Bill's is for billing only, and Pia has not accepted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db import transaction

from latchstring.accounts.actions.make_api_token import make_api_token
from latchstring.accounts.models import PermissionSet, Session, TeamMember, User
from latchstring.clients.models import Client, Import
from latchstring.firms.models import Domain
from latchstring.kernel import clock
from latchstring.mail.models import Campaign
from latchstring.policy.roles import Role
from latchstring.policy.scopes import Scope
from latchstring.policy.token_scopes import TokenScope
from latchstring.portals.models import Access, Ask, InviteBatch, Phase, PortalUser
from tests.cast import Cast, actor_for, make_cast, make_client, make_member
from tests.doors.files import ids_of
from tests.doors.mail import mail_ids
from tests.doors.record_world import record_ids

NINA = {"name": "Nina", "email": "nina@x.example", "address": "nina@x.example"}


@dataclass
class World:
    cast: Cast
    users: dict[str, User | None]
    ids: dict[str, dict[str, Any]]


@contextmanager
def built_once(blocker: Any) -> Iterator[World]:
    """For all tests of a module; what one does is undone behind it."""
    with blocker.unblock(), transaction.atomic():
        yield make_world(make_cast())
        transaction.set_rollback(True)


def make_person(
    client: Client,
    name: str,
    *,
    accepted: bool = True,
    removed: bool = False,
    ends_at: datetime | None = None,
    scope: Scope = Scope.EVERYTHING,
) -> tuple[User, Access]:
    now = clock.now()
    email = f"{name.lower()}@{client.firm.slug}-clients.example"
    user = User.objects.create_user(email, name=name)
    stood = {
        "expires_at": now + timedelta(days=30),
        "sent_at": now,
        "accepted_at": now if accepted else None,
        "removed_at": now if removed else None,
        "ends_at": ends_at,
    }
    person = PortalUser.objects.create(
        firm=client.firm, user=user, name=name, email=email, address=email, sort_name=name.lower(),
        phase=Phase.REMOVED if removed else Phase.ACTIVE if accepted else Phase.PENDING, client_count=1,
        first_client=client.name, **stood,
    )  # fmt: skip
    return user, Access.objects.create(firm=client.firm, person=person, client=client, scope=scope, **stood)


def make_world(cast: Cast) -> World:
    rosa_client, adas_client = cast.rival_client, make_client(cast.firm, "Gamma Trust", ("Gil", "gil@gamma.example"))
    people = {
        "carla": make_person(cast.acme, "Carla"),
        "bob": make_person(cast.beta, "Bob"),
        "ed": make_person(cast.acme, "Ed", removed=True),
        "una": make_person(cast.acme, "Una", ends_at=clock.now()),
        "bill": make_person(cast.acme, "Bill", scope=Scope.BILLING_ONLY),
        "pia": make_person(adas_client, "Pia", accepted=False),
        "rosa": make_person(rosa_client, "Rosa"),
    }
    stan = make_member(cast.firm, "Stan", Role.STAFF)
    members = {
        "olive": cast.olive,
        "adam": cast.adam,
        "stan": stan,
        "sam": cast.sam,
        "vic": cast.vic,
        "rita": cast.rita,
    }
    users: dict[str, User | None] = {name: member.user for name, member in members.items()}
    users |= {name: user for name, (user, _) in people.items()} | {"nobody": None}
    ids = {
        "acme": _ids(cast.acme, people["carla"][1], cast.olive),
        "beta": _ids(cast.beta, people["bob"][1], cast.olive),
        "rival": _ids(rosa_client, people["rosa"][1], cast.rita) | {"licence": "unheard-of"},
    }
    return World(cast, users, ids)


def _ids(client: Client, access: Access, member: TeamMember) -> dict[str, Any]:
    campaign = Campaign.objects.create(firm=client.firm)
    batch = InviteBatch.objects.create(
        firm=client.firm, campaign=campaign, selection={}, request_key=uuid4().hex, member_id=member.pk
    )
    imported = Import.objects.create(firm=client.firm, member_id=member.pk, file_name="clients.csv", path="clients.csv")
    name = f"Ivy {client.name}"
    invited = TeamMember.objects.create(
        firm=client.firm, address=f"ivy@{client.pk}.example", name=name, role=Role.STAFF
    )
    session = Session.objects.create(
        session_key=uuid4().hex, user=member.user, expire_date=clock.now() + timedelta(days=1)
    )
    return {
        "factor_id": Authenticator.objects.get_or_create(user=member.user, type="totp", defaults={"data": {}})[0].pk,
        "token_id": make_api_token(actor_for(member), name=name, scopes=list(TokenScope))[0].pk,
        "number": session.number,
        "member_id": invited.pk,
        "set_id": PermissionSet.objects.create(firm=client.firm, name=name).pk,
        "licence": "files",
        "domain_id": Domain.objects.create(firm=client.firm, host=f"{client.pk}.example").pk,
        "client_id": client.pk,
        "contact_id": client.contacts.first().pk,
        "access_id": access.pk,
        "person_id": access.person_id,
        "ask_id": Ask.objects.create(firm=client.firm, client=client, person=access.person, **NINA).pk,
        "batch_id": batch.pk,
        "import_id": imported.pk,
        "token": "t" * 43,
        "key": "k" * 20,
        "pk": uuid4(),
        **mail_ids(client),
        **record_ids(client, member),
        **ids_of(client, access, member),
    }
