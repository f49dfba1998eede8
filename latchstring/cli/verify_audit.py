"""Verify that no event of the audit log was changed or removed."""

from argparse import Namespace

from latchstring.audit import chain
from latchstring.cli.firms import chosen
from latchstring.cli.problems import FAILED


def run(options: Namespace) -> int:
    firm = chosen(options)
    verdict = chain.verify(firm.pk)
    sealed = f"{verdict.events} events in {verdict.blocks} blocks; {verdict.unsealed} not sealed yet"
    if verdict.broken:
        print(f"{firm.name}: the audit log was changed: block {verdict.broken} is not what was sealed ({sealed}).")
        return FAILED
    print(f"{firm.name}: the audit log is whole: {sealed}.")
    return 0
