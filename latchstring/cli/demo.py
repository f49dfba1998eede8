"""The demo firm, for a first look at an empty installation."""

from argparse import Namespace

from django.db import transaction

from latchstring.accounts.actions.open_firm import open_firm
from latchstring.accounts.models import User
from latchstring.cli import migrate
from latchstring.cli.problems import Problem
from latchstring.firms.queries import any_firm

PASSWORD = "latchstring-demo"  # noqa: S105
OWNER = "owner@demo.test"


def run(_options: Namespace) -> None:
    migrate.require_database()
    if any_firm():
        raise Problem("There is a firm here already. For the demo, set LATCHSTRING_DATA_DIR to another folder.")
    load_if_empty()
    print("\n".join(welcome()))


@transaction.atomic
def load_if_empty() -> None:
    if not any_firm():
        open_firm(
            name="Alder & Pike",
            time_zone="America/New_York",
            owner_name="Ruth Alder",
            owner_email=OWNER,
            password=PASSWORD,
        )


def is_loaded() -> bool:
    return User.objects.filter(email=OWNER).exists()


def welcome() -> list[str]:
    """What a visitor of the demo needs to know."""
    return ["Log in as owner@demo.test, admin@demo.test or sam@demo.test with the password latchstring-demo."]
