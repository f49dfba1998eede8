"""Mail a login code, or for an address without a login here a row that looks the same to a clock."""

from django.db import transaction

from latchstring.accounts.emails import NO_LOGIN, post
from latchstring.firms.models import Firm


@transaction.atomic
def send_code(firm: Firm, address: str, *, code: str, known: bool) -> None:
    """Six digits; what they open, and until when, is the session's business."""
    post(firm, "login_code", address, fields={"code": code}, withheld="" if known else NO_LOGIN)
