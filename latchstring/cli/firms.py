"""Which firm a command is for."""

from argparse import Namespace

from latchstring.cli import migrate
from latchstring.cli.problems import Problem
from latchstring.firms.models import Firm


def chosen(options: Namespace) -> Firm:
    """The firm that --firm names, or the only one there is."""
    migrate.require_database()
    firms = list(Firm.objects.order_by("slug"))
    if not firms:
        raise Problem("There is no firm here yet. Run: latchstring create-firm")
    named = [firm for firm in firms if firm.slug == options.firm] if options.firm else firms
    if len(named) == 1:
        return named[0]
    slugs = ", ".join(firm.slug for firm in firms)
    if options.firm:
        raise Problem(f"There is no firm “{options.firm}” here. There is: {slugs}.")
    raise Problem(f"Say which firm with --firm: {slugs}.")
