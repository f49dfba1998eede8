"""The PIN of somebody who shares a login: a hash, a number of wrong tries, and shut after ten of them."""

import re
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db.models import F

from latchstring.portals.models import PortalUser

MOST_TRIES = 10
_SHAPE = re.compile(r"[0-9]{4,8}")


class WrongPin(ValueError):
    """``shut`` once there were too many of them: then only the office resets it."""

    def __init__(self, *, shut: bool) -> None:
        self.shut = shut
        super().__init__("The PIN is shut." if shut else "This is not the PIN.")


def well_formed(typed: str) -> bool:
    """Four to eight digits, not all the same and not simply counted up or down."""
    if not _SHAPE.fullmatch(typed):
        return False
    steps = {ord(after) - ord(before) for before, after in pairwise(typed)}
    return steps not in ({0}, {1}, {-1})


def check(person_id: UUID, typed: str) -> None:
    """Each try is counted before it is made, and a right one wipes the count. Raises WrongPin."""
    rows: Any = PortalUser.objects.filter(pk=person_id)
    if not rows.filter(pin_tries__lt=MOST_TRIES).update(pin_tries=F("pin_tries") + 1):
        raise WrongPin(shut=True)
    if not check_password(typed, rows.values_list("pin", flat=True).get()):
        raise WrongPin(shut=not rows.filter(pin_tries__lt=MOST_TRIES).exists())
    rows.update(pin_tries=0)
