"""Mail the link that sets a new password."""

from django.db import transaction

from latchstring.accounts.emails import post, reset_url
from latchstring.accounts.models import User
from latchstring.accounts.reset_keys import key_for
from latchstring.firms.models import Firm


@transaction.atomic
def send_reset(firm: Firm, user: User) -> None:
    """The link dies after an hour, and with the next login, password or address of this user."""
    fields = {"email": user.email, "url": reset_url(firm, key_for(user))}
    post(firm, "password_reset", user.email, name=user.name, fields=fields)
