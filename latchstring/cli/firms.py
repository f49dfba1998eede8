"""Which firm a command is for."""

from argparse import Namespace

from latchstring.cli.problems import Problem
from latchstring.firms.models import Firm


def chosen(options: Namespace) -> Firm:
    """The firm that --firm names, or the only one there is."""
    firms = list(Firm.objects.filter(slug=options.firm) if options.firm else Firm.objects.all()[:2])
    if len(firms) == 1:
        return firms[0]
    if options.firm:
        raise Problem(f"There is no firm “{options.firm}” here.")
    raise Problem("Say which firm with --firm." if firms else "There is no firm here yet. Run: latchstring create-firm")
