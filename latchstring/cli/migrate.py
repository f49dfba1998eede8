"""Bring the database and the static files up to date."""

import hashlib
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from latchstring import __version__
from latchstring.cli.problems import Problem


def run(_options: Namespace) -> None:
    """Migrations, the cache's table, and the static files where they have changed."""
    if pending():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    if not settings.DEBUG:
        _collect_static()


def pending() -> list[str]:
    """The names of migrations that the database has not had yet."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{label}.{name}" for label, name in _there() if (label, name) not in applied]


def _there() -> Iterator[tuple[str, str]]:
    """Every migration by its file: a start need not import them all."""
    for app in apps.get_app_configs():
        for module in iter_modules([str(Path(app.path) / "migrations")]):
            if module.name[0] not in "_~":
                yield app.label, module.name


def require_database() -> None:
    if waiting := pending():
        raise Problem(f"The database waits for {len(waiting)} migrations. Run: latchstring migrate")


def require_ready() -> None:
    require_database()
    if not settings.DEBUG and not _stamp_file().exists():
        raise Problem("The static files are not there yet. Run: latchstring migrate")


def _collect_static() -> None:
    stamp = _stamp()
    if _stamp_file().exists() and _stamp_file().read_text() == stamp:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    _stamp_file().write_text(stamp)


def _stamp_file() -> Path:
    return Path(settings.STATIC_ROOT) / ".stamp"


def _stamp() -> str:
    """Changes whenever a static file does: a digest of names, sizes and times."""
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
