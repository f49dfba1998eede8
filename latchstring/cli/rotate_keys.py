"""Change the keys that files are encrypted with: the master key, or a firm's own."""

from argparse import Namespace

from latchstring.accounts import factors, single_sign_on
from latchstring.cli.firms import chosen
from latchstring.cli.problems import Problem
from latchstring.files.actions.rotate_keys import seal_again, start_new_key, wrap_again
from latchstring.files.refusals import FileRefusal
from latchstring.kernel import crypto
from latchstring.policy.actor import system_actor
from latchstring.signing import keys as certificates


def run(options: Namespace) -> None:
    try:
        if options.master:
            _master(resume=options.resume)
        else:
            _firm(options)
    except crypto.Unopenable as error:
        raise Problem(str(error)) from error


def _master(*, resume: bool) -> None:
    if not resume:
        crypto.renew()
    count = wrap_again() + factors.wrap_again() + single_sign_on.wrap_again() + certificates.wrap_again()
    print(f"Wrapped {count} keys under the master key {crypto.current()}. Back it up.")


def _firm(options: Namespace) -> None:
    firm = chosen(options)
    if not options.resume:
        start_new_key(system_actor(firm.pk), firm.pk)
    count = size = 0
    try:
        for version in seal_again(firm.pk):
            count, size = count + 1, size + version.size
    except FileRefusal as error:
        raise Problem(f"{error} {count} files are done. Run this again with --resume.") from error
    print(f"Sealed {count} files ({size / 1e6:,.1f} MB) of {firm.name} with its new key.")
