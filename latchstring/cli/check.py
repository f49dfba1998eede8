"""Check what an installation needs: one line each, and exit code 1 if one of them fails."""

import os
import shutil
import smtplib
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from latchstring.cli import migrate
from latchstring.cli.problems import FAILED, Problem
from latchstring.files import clamd
from latchstring.files.refusals import FileRefusal
from latchstring.files.storage import storage
from latchstring.kernel import crypto
from latchstring.kernel.unreachable import why

ROOM = 200 * 1024 * 1024


def run(_options: Namespace) -> int:
    checks: dict[str, Callable[[], str]] = {
        "settings": _settings,
        "database": _database,
        "migrations": _migrations,
        "email": _email,
        "disk": _disk,
        "files": _files,
        "viruses": _viruses,
    }
    return FAILED if [name for name, check in checks.items() if not _passes(name, check)] else 0


def _passes(name: str, check: Callable[[], str]) -> bool:
    try:
        told, fine = check(), True
    except Problem as problem:
        told, fine = str(problem), False
    except (DatabaseError, OSError, smtplib.SMTPException) as error:
        told, fine = " ".join(str(error).split()), False
    print(f"{'ok ' if fine else 'NOT'}  {name:<10}  {told}")
    return fine


def _settings() -> str:
    if not settings.HTTPS and settings.BASE_HOST not in {"127.0.0.1", "localhost"}:
        raise Problem(f"Links lead to {settings.BASE_URL}, without encryption. Set LATCHSTRING_BASE_URL to https.")
    return f"links lead to {settings.BASE_URL}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    version = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {version} answers"


def _migrations() -> str:
    migrate.require_ready()
    return "all are applied"


def _email() -> str:
    if settings.MAILBOX:
        return "emails are kept on this computer and not sent (LATCHSTRING_EMAIL_URL is mailbox:)"
    mailer = settings.MAILERS["default"]
    options = mailer["OPTIONS"]
    if "host" not in options:
        return f"sent by {mailer['BACKEND'].split('.')[2]}; send yourself an invite to be sure"
    where = f"{options['host']}:{options['port']}"
    try:
        _greet(options)
    except (OSError, smtplib.SMTPException) as error:
        raise Problem(f"{where} does not take our connection. {why(error)} Look at LATCHSTRING_EMAIL_URL.") from error
    return f"{where} takes our connection"


def _greet(options: dict[str, Any]) -> None:
    kind = smtplib.SMTP_SSL if options["use_ssl"] else smtplib.SMTP
    with kind(options["host"], options["port"], timeout=10) as server:
        if options["use_tls"]:
            server.starttls()
        if options["username"]:
            server.login(options["username"], options["password"])
        server.noop()


def _files() -> str:
    crypto.masters()
    try:
        return storage().check()
    except FileRefusal as error:
        raise Problem(f"files can't be kept: {error.__cause__ or error}") from error


def _viruses() -> str:
    if not settings.CLAMD:
        return "files are not scanned (LATCHSTRING_CLAMD_URL is not set)"
    try:
        return f"{clamd.version()} scans files"
    except clamd.ScannerAway as error:
        raise Problem(f"clamd does not answer ({error}); no file is offered until it does") from error


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if not os.access(settings.DATA_DIR, os.W_OK):
        raise Problem(f"{settings.DATA_DIR} can't be written to")
    if free < ROOM:
        raise Problem(f"only {free // 1024**2} MB are free in {settings.DATA_DIR}")
    return f"{free // 1024**3} GB are free in {settings.DATA_DIR}"
