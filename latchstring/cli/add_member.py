"""Add a member to a firm's team."""

from argparse import Namespace

from django.core.exceptions import ValidationError

from latchstring.accounts.actions.add_member import add_member
from latchstring.cli.firms import chosen
from latchstring.cli.passwords import from_stdin
from latchstring.cli.problems import Problem
from latchstring.policy.actor import system_actor
from latchstring.policy.roles import ROLE_NAMES, Role

_GRANTED = [role for role in Role if role is not Role.OWNER]


def run(options: Namespace) -> None:
    firm = chosen(options)
    try:
        member = add_member(
            system_actor(firm.pk),
            email=options.email,
            name=options.name,
            role=_role(options.role),
            password=from_stdin(),
        )
    except ValidationError as error:
        raise Problem(" ".join(error.messages)) from error
    except ValueError as error:
        raise Problem(str(error)) from error
    print(f"Added {member.name} to {firm.name} as {ROLE_NAMES[Role(member.role)]}.")


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError as error:
        raise Problem(f"“{typed}” is not a role. Write one of {', '.join(_GRANTED)}.") from error
