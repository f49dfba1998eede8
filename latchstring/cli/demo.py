"""The demo firm, for a first look at an empty installation."""

from argparse import Namespace

from django.conf import settings

from latchstring.accounts.models import User
from latchstring.cli import migrate
from latchstring.cli.demo_firm.sign_ins import OWNER, PASSWORD
from latchstring.cli.problems import Problem
from latchstring.firms.queries import any_firm


def run(_options: Namespace) -> None:
    migrate.require_database()
    if any_firm():
        raise Problem("There is a firm here already. For the demo, set LATCHSTRING_DATA_DIR to another folder.")
    load_if_empty()
    print("The demo firm is loaded. Start with: latchstring serve --demo")


def load_if_empty() -> None:
    if not any_firm():
        from latchstring.cli.demo_firm.load import load  # half of the product, wanted once

        load()


def is_loaded() -> bool:
    return User.objects.filter(email=OWNER).exists()


def welcome() -> list[str]:
    """What a visitor of the demo needs to know."""
    return [
        "",
        f"This is the demo firm. Its people log in with the password {PASSWORD}:",
        f"  {OWNER}   everything",
        "  admin@demo.test   manages client portals",
        "  sam@demo.test     staff with some clients only",
        "  maria@demo.test   a client",
        f"The emails it sends are shown at {settings.BASE_URL}/mailbox/",
        "",
    ]
