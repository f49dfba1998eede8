"""The emails about a login. Each is a row whatever comes of it, so that nobody can tell addresses apart."""

from collections.abc import Mapping

from django.urls import reverse

from latchstring.firms.models import Firm
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.queries import inactive
from latchstring.mail.render import letter

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
