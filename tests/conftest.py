"""Fixtures for every test: the cast, and sockets that reach no further than this machine."""

import fcntl
import gc
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.db import connection

from latchstring.audit import append_only
from tests.cast import Cast, make_cast
from tests.cli.shell import Shell
from tests.name_server import NameServer

hypothesis.settings.register_profile("busy", deadline=None)  # figures belong to bin/bench
hypothesis.settings.load_profile("busy")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(scope="session")
def name_server_thread() -> Iterator[NameServer]:
    with NameServer() as server:
        yield server


@pytest.fixture
def name_server(name_server_thread: NameServer, settings: Any) -> NameServer:
    """The only one that is asked; ``records`` is empty at first."""
    settings.DNS_SERVER = name_server_thread.address
    name_server_thread.records = {}
    return name_server_thread


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation with empty tables, made once for all test processes: copy it."""
    with _one_at_a_time(tmp_path_factory) as shared:
        folder = shared / "migrated"
        if not folder.exists():
            draft = Shell(shared / "migrating")
            done = draft("migrate")
            assert done.returncode == 0, done.stderr
            draft.folder.rename(folder)
    return folder


@pytest.fixture(scope="session")
def migrated_on_postgres(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> str:
    """The name of a database with empty tables, made once for all test processes."""
    name = "latchstring_migrated"
    with _one_at_a_time(tmp_path_factory) as shared:
        made = shared / name
        if not made.exists():
            with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name}")  # of an earlier run on the same server
                cursor.execute(f"CREATE DATABASE {name}")
            url = urlsplit(os.environ["LATCHSTRING_TEST_DATABASE_URL"])._replace(path=f"/{name}")
            there = {**os.environ, "LATCHSTRING_TEST_DATABASE_URL": url.geturl()}
            migrate = [sys.executable, Path(__file__).parents[1] / "manage.py", "migrate", "--verbosity=0"]
            subprocess.run(migrate, env=there, check=True, timeout=300)
            made.touch()
    return name


@contextmanager
def _one_at_a_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that all test processes share, with the others waiting."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks the database: the rest has been seen on SQLite."""
    if connection.vendor == "postgresql":
        without = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
        return
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set LATCHSTRING_TEST_DATABASE_URL"))


def _asks_the_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "django_db_blocker", "migrated"}
    named = asked.intersection(getattr(item, "fixturenames", ()))
    return bool(named or item.get_closest_marker("django_db") or item.get_closest_marker("postgres"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Any:
    """What is collected stays until the end: no search for garbage goes through it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Every test process begins with a copy of one database, which was migrated once for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict["TEST"], "MIGRATE", False)
        if connection.vendor == "sqlite":
            made = request.getfixturevalue("migrated") / "latchstring.sqlite3"
            creation: Any = connection.creation
            copied = partial(shutil.copyfile, made, creation._get_test_db_name())
            patch.setattr(creation, "_create_test_db", lambda *_args, **_kept: copied())
        else:
            made = request.getfixturevalue("migrated_on_postgres")
            patch.setitem(connection.settings_dict["TEST"], "TEMPLATE", made)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """SQLite empties tables row by row between tests, which the audit log refuses: lift that there."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            append_only.remove(connection)
