"""Create a firm and its owner."""

from argparse import Namespace

from latchstring.accounts.actions.open_firm import open_firm
from latchstring.cli import migrate
from latchstring.cli.add_domain import give
from latchstring.cli.passwords import from_stdin
from latchstring.cli.problems import Problem
from latchstring.firms.hosts import clean_host


def run(options: Namespace) -> None:
    migrate.require_database()
    try:
        host = clean_host(options.host) if options.host else ""
        owner = open_firm(
            name=options.name,
            time_zone=options.time_zone,
            owner_name=options.owner_name,
            owner_email=options.owner_email,
            password=from_stdin(),
            slug=options.slug,
        )
    except ValueError as error:
        raise Problem(str(error)) from error
    print(f"Created {owner.firm.name} ({owner.firm.slug}), owned by {owner.user.email}.")
    if host:
        print(give(owner.firm, host, vouched=options.without_proof))
