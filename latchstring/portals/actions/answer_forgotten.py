"""Answer those who asked for a new password: a reset link, the invite again, or nothing."""

from uuid import UUID

from django.db import transaction

from latchstring.accounts.actions.send_reset import send_reset
from latchstring.accounts.models import ForgottenPassword, User
from latchstring.kernel import clock, stopping
from latchstring.portals.actions.send_newest import send_to_address
from latchstring.portals.queries.known import login_at


def answer_forgotten() -> int:
    """Each in a transaction of its own; how many were answered. Safe to run twice, or in two places."""
    answered = 0
    for pk in list(ForgottenPassword.objects.filter(answered_at=None).order_by("id").values_list("pk", flat=True)):
        if stopping.requested.is_set():
            break
        answered += _answer(pk)
    return answered


@transaction.atomic
def _answer(pk: UUID) -> int:
    rows = ForgottenPassword.objects.filter(pk=pk, answered_at=None)
    if not rows.update(answered_at=clock.now()):
        return 0
    asked = ForgottenPassword.objects.select_related("firm").get(pk=pk)
    user = login_at(asked.firm, asked.address)
    if user:
        send_reset(asked.firm, user)
    elif not User.objects.filter(email=asked.address).exists():
        send_to_address(asked.firm, asked.address)
    return 1
