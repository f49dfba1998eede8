"""Every verb of the ``latchstring`` command with its arguments; a verb's module is imported when it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from latchstring import __version__


def parser() -> ArgumentParser:
    top = ArgumentParser(prog="latchstring", description="The client portal of your firm.")
    top.add_argument("--version", action="version", version=__version__)
    verbs: Any = top.add_subparsers(metavar="VERB", required=True)
    for add in (_running, _setting_up, _people, _looking_after):
        add(verbs)
    return top


def _verb(verbs: Any, name: str, help_text: str) -> ArgumentParser:
    verb: ArgumentParser = verbs.add_parser(name, help=help_text, description=help_text)
    verb.set_defaults(run=f"latchstring.cli.{name.replace('-', '_')}.run")
    return verb


def _running(verbs: Any) -> None:
    serve = _verb(verbs, "serve", "Start the web server and the worker; Ctrl-C stops both.")
    serve.add_argument("--port", type=int, help="listen here (default: LATCHSTRING_PORT, or 8000)")
    serve.add_argument("--host", help="listen on this address (default: LATCHSTRING_HOST, or 127.0.0.1)")
    serve.add_argument("--no-worker", action="store_true", help="only the web server; run `latchstring worker` apart")
    serve.add_argument("--prepare", action="store_true", help="migrate and collect static files first")
    serve.add_argument("--demo", action="store_true", help="load the demo firm first if there is no firm yet")
    _verb(verbs, "worker", "Start a worker: it sends emails, opens batches and runs imports.")
    _verb(verbs, "receiver", "Receive emails that come back, by SMTP or LMTP, for our signed return paths.")


def _setting_up(verbs: Any) -> None:
    _verb(verbs, "migrate", "Bring the database up to date, and the static files.")
    firm = _verb(verbs, "create-firm", "Create a firm and its owner.")
    firm.add_argument("--name", required=True)
    firm.add_argument("--owner-email", required=True, metavar="EMAIL")
    firm.add_argument("--owner-name", default="", metavar="NAME")
    firm.add_argument("--time-zone", default="UTC", metavar="ZONE", help="such as America/New_York (default: UTC)")
    firm.add_argument("--slug", default="", help="a short name for commands (default: made from the name)")
    firm.add_argument("--host", default="", help="the host name by which it is reached, like portal.example.com")
    _without_proof(firm)
    _password(firm)
    domain = _verb(verbs, "add-domain", "Give a firm a host name of its own.")
    domain.add_argument("host", metavar="HOST", help="such as portal.example.com")
    _firm(domain)
    _without_proof(domain)
    member = _verb(verbs, "add-member", "Add a member to a firm's team.")
    _firm(member)
    member.add_argument("--email", required=True)
    member.add_argument("--name", required=True)
    member.add_argument("--role", required=True, help="admin, staff, staff-assigned or viewer")
    _password(member)
    second = _verb(verbs, "reset-second-step", "Let somebody of the team in who has lost their second step.")
    _firm(second)
    second.add_argument("--email", required=True)
    _verb(verbs, "demo", "Load the demo firm into an empty installation.")


def _people(verbs: Any) -> None:
    clients = _verb(verbs, "import-clients", "Import clients and contacts from a CSV or XLSX file.")
    clients.add_argument("file", type=Path, metavar="FILE")
    _firm(clients)
    clients.add_argument("--json", action="store_true", help="print nothing but the JSON object that counts the rows")
    invite = _verb(verbs, "invite", "Invite clients to their portal.")
    _firm(invite)
    who = invite.add_mutually_exclusive_group(required=True)
    who.add_argument("--client", nargs="+", metavar="NUMBER", help="the numbers of clients")
    who.add_argument("--all", action="store_true", help="every client without a portal")
    invite.add_argument("--message", default="", help="a personal message, such as “Hello {First name}”")


def _looking_after(verbs: Any) -> None:
    _verb(verbs, "check", "Check settings, database, migrations, email and disk.")
    bounces = _verb(verbs, "judge", "Judge emails that came back, and print one JSON object each.")
    bounces.add_argument("files", nargs="+", metavar="FILE", help="emails, folders of emails, or - for standard input")
    audit = _verb(verbs, "verify-audit", "Verify that no event of the audit log was changed or removed.")
    _firm(audit)
    keys = _verb(verbs, "rotate-keys", "Change the keys that files are encrypted with, while everything runs.")
    _firm(keys)
    keys.add_argument("--master", action="store_true", help="the master key, instead of a firm's own")
    keys.add_argument("--resume", action="store_true", help="go on with a rotation that was interrupted")


def _firm(verb: ArgumentParser) -> None:
    verb.add_argument("--firm", default="", metavar="SLUG", help="which firm (default: the only one)")


def _without_proof(verb: ArgumentParser) -> None:
    verb.add_argument("--without-proof", action="store_true", help="use the host name now, and ask no name servers")


def _password(verb: ArgumentParser) -> None:
    verb.add_argument("--password-stdin", action="store_true", required=True, help="read it from standard input")
