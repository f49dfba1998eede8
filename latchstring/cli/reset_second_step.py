"""Let somebody of the team in who has lost their second step and their recovery codes."""

from argparse import Namespace

from latchstring.accounts.actions.reset_member_factor import reset_member_factor
from latchstring.cli.firms import chosen
from latchstring.cli.problems import Problem
from latchstring.kernel.addresses import normalise
from latchstring.policy.actor import system_actor


def run(options: Namespace) -> None:
    firm = chosen(options)
    try:
        member = reset_member_factor(system_actor(firm.pk), email=normalise(options.email))
    except ValueError as error:
        raise Problem(str(error)) from error
    if member is None:
        print(f"{options.email} has no second step.")
    else:
        print(f"Reset the second step of {member.name}. They are logged out everywhere and told by email.")
