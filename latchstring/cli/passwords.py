"""A password from standard input: never an argument, where every user of the machine could read it."""

import sys

from latchstring.cli.problems import Problem


def from_stdin() -> str:
    """The first line of standard input."""
    if password := sys.stdin.readline().rstrip("\r\n"):
        return password
    raise Problem("Write the password to standard input, on one line.")
