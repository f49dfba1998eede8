"""Create a firm and its owner."""

from argparse import Namespace

from latchstring.accounts.actions.open_firm import open_firm
from latchstring.accounts.models import TeamMember
from latchstring.cli import migrate
from latchstring.cli.add_domain import give
from latchstring.cli.passwords import from_stdin
from latchstring.cli.problems import Problem
from latchstring.firms.hosts import clean_host
from latchstring.firms.models import Firm
from latchstring.policy.roles import Role


def run(options: Namespace) -> None:
    migrate.require_database()
    _refuse_again(options)
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
    elif Firm.objects.count() > 1:
        print(f"It is reached once it has a host name. Run: latchstring add-domain HOST --firm {owner.firm.slug}")


def _refuse_again(options: Namespace) -> None:
    """The same command run twice must not leave two firms behind, unless a second one is named."""
    theirs = TeamMember.objects.filter(role=Role.OWNER, user__email=options.owner_email.strip().casefold())
    there = theirs.filter(firm__name=" ".join(options.name.split())).select_related("firm", "user").first()
    if there is not None and not options.slug:
        raise Problem(
            f"{there.user.email} owns {there.firm.name} ({there.firm.slug}) already. "
            "For another firm of that name give --slug."
        )
