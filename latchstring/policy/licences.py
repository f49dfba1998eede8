"""The parts of the product that a firm can switch on. Client Management is always on, for everybody."""

from collections.abc import Iterable
from enum import StrEnum

from latchstring.policy.actions import Action


class Licence(StrEnum):
    CLIENT_MANAGEMENT = "client-management"
    FILES = "files"
    REQUESTS_AND_SURVEYS = "client-requests-and-surveys"
    ESIGN = "esign"
    BILLING = "billing"


LICENCE_NAMES = {
    Licence.CLIENT_MANAGEMENT: "Client Management",
    Licence.FILES: "Files",
    Licence.REQUESTS_AND_SURVEYS: "Client Requests & Surveys",
    Licence.ESIGN: "eSign",
    Licence.BILLING: "Billing",
}

ALWAYS = frozenset({Licence.CLIENT_MANAGEMENT})
ALL_LICENCES = frozenset(Licence)

LICENCE_OF = {
    Action.FILES_VIEW: Licence.FILES,
    Action.FILES_ADD: Licence.FILES,
    Action.FILES_EDIT: Licence.FILES,
    Action.FILES_SHARE: Licence.FILES,
}
"""What is not named here belongs to Client Management."""


def part_of(action: Action) -> Licence:
    """The part of the product that an action belongs to."""
    return LICENCE_OF.get(action, Licence.CLIENT_MANAGEMENT)


def known(stored: Iterable[str]) -> frozenset[Licence]:
    """What a row names, with what is always on; names of later or earlier versions are passed over."""
    return ALWAYS | {licence for licence in Licence if licence in set(stored)}
