"""The emails about a login. Each is a row whatever comes of it, so that nobody can tell addresses apart."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from latchstring.accounts.joining import PURPOSE
from latchstring.accounts.models import TeamMember
from latchstring.firms.models import Firm
from latchstring.mail.models import Letter
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.queries import inactive
from latchstring.mail.render import letter, placeholder

NO_LOGIN = "This address has no login here."


def post(
    firm: Firm, template: str, address: str, *, fields: Mapping[str, str], name: str = "", withheld: str = ""
) -> None:
    """Queue it; a row that is never sent where ``withheld`` says why, or where email to the address came back."""
    kind = template.replace("_", "-")
    came_back = inactive(firm.pk, [address])
    words = letter(firm, kind, f"mail/{template}", {}, reply_to=firm.support_email)
    reason = withheld or ("Email to this address came back." if came_back else "")
    queue_many(firm.pk, words, [Post(address, name, fields)], kind=kind, withheld=reason)


def reset_url(firm: Firm, key: str) -> str:
    return firm.base_url + reverse("forgot-set", args=[key])


def login_url(firm: Firm) -> str:
    return firm.base_url + reverse("login")


def team_letter(firm: Firm, inviter: TeamMember | None) -> Letter:
    context = {"inviter": inviter.name if inviter else firm.name, "expires": placeholder("expires")}
    from_name = f"{inviter.name}, {firm.name}" if inviter else firm.name
    reply_to = inviter.email if inviter else firm.support_email
    return letter(firm, PURPOSE, "mail/team_invite", context, from_name=from_name, reply_to=reply_to)


def team_post(member: TeamMember, firm: Firm, invite_id: UUID, expires: datetime) -> Post:
    """The link is minted when the email leaves."""
    local = expires.astimezone(ZoneInfo(firm.time_zone))
    fields = {"expires": f"{local:%A, %B} {local.day}"}
    return Post(member.address, member.name, fields, PURPOSE, invite_id)
