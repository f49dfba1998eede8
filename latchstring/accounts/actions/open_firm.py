"""A firm and its owner, at once: what begins an installation."""

from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from latchstring.accounts.logins import add_login, hashed
from latchstring.accounts.models import TeamMember, User
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.actions.create_firm import create_firm
from latchstring.firms.details import BadFirm
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.policy.actor import system_actor
from latchstring.policy.licences import Licence
from latchstring.policy.roles import Role


class Details(TypedDict):
    name: str
    time_zone: str
    owner_name: str
    owner_email: str
    password: str
    slug: NotRequired[str]


@transaction.atomic
def open_firm(**details: Unpack[Details]) -> TeamMember:
    """The owner of the new firm. A login that is there already keeps its password. Raises BadFirm."""
    firm = create_firm(name=details["name"], time_zone=details["time_zone"], slug=details.get("slug", ""))
    email = details["owner_email"]
    name = (" ".join(details["owner_name"].split()) or email.partition("@")[0])[:150]
    user = _login(email, name, details["password"], firm.name)
    owner = TeamMember.objects.create(firm=firm, user=user, name=name, role=Role.OWNER, seats=sorted(Licence))
    record(
        system_actor(firm.pk),
        Name.MEMBER_ADDED,
        Entry(subject_id=owner.pk, detail={"name": owner.name, "role": owner.role, "seats": owner.seats}),
    )
    return owner


def _login(email: str, name: str, password: str, firm: str) -> User:
    try:
        address = normalise(email)
        known = User.objects.filter(email=address).first()
        if known:
            return known
        password_hash = hashed(password, email=address, name=name, firm=firm)
        return add_login(email=address, name=name, password_hash=password_hash)
    except BadAddress as error:
        raise BadFirm("owner_email", str(error)) from error
    except ValidationError as error:
        raise BadFirm("password", " ".join(error.messages)) from error
