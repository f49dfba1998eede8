"""What a command says when it can't do what was asked."""

USAGE, FAILED, INTERRUPTED = 2, 1, 130


class Problem(Exception):
    """One sentence for the person at the shell; the command ends with exit code 1."""
