"""A file of clients: looked at, imported, imported again; seconds and peak memory."""

import csv
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from latchstring.clients.actions.upload_import import upload_import
from latchstring.clients.importing.preview import plan
from latchstring.clients.importing.unattended import import_file
from latchstring.clients.models import Client
from latchstring.policy.actor import system_actor
from latchstring.policy.roles import Role
from tests.bench.figures import figure
from tests.bench.people import FIRST, LAST
from tests.cast import make_firm, make_member

HEADERS = (
    "Client ID", "Type", "Client Name", "First Name", "Last Name", "Email", "Phone", "Spouse First Name",
    "Spouse Email", "Street", "City", "State", "ZIP", "Status", "Assigned To", "Tags", "Fiscal Year End",
)  # fmt: skip
TEAM = ("Ben", "Priya", "Ruth", "Tomas")


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """``beside`` is reading the file with the csv module and writing its cells to one bare table in bulk."""
    firm = make_firm()
    for name in TEAM:
        make_member(firm, name, Role.STAFF)
    actor = system_actor(firm.pk)
    with tempfile.TemporaryDirectory() as folder:
        path, rejects = Path(folder) / "clients.csv", Path(folder) / "rejects.csv"
        _write(path, n)
        raw = _seconds(lambda: _raw(path))
        before = _peak()
        yield figure("import, preview", n, db, _seconds(lambda: _preview(actor, path)), "s", raw)
        first = _seconds(lambda: import_file(actor, path, rejects_path=rejects))
        yield figure("import, all new", n, db, first, "s", raw)
        again = _seconds(lambda: import_file(actor, path, rejects_path=rejects))
        yield figure("import, nothing new", n, db, again, "s", raw)
        yield figure("import, peak memory", n, db, _peak(), "MB", before)
    if Client.objects.count() != n:
        raise RuntimeError(f"{Client.objects.count()} of {n} clients came in.")


def _write(path: Path, n: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEADERS)
        for i in range(n):
            first, last, spouse = FIRST[i % 10], LAST[i // 10 % 10], FIRST[i // 7 % 10] if i % 4 == 0 else ""
            writer.writerow(
                (
                    f"C-{i}", "Individual" if i % 3 else "Business", f"{first} {last} {i}", first, last,
                    f"c{i}@mail{i % 50}.example" if i % 8 else "", "(207) 555-0114", spouse,
                    f"s{i}@mail.example" if spouse else "", f"{i} Johnson Village", f"City {i % 500}", "OR",
                    f"{i % 90_000:05}", "Inactive" if i % 20 == 0 else "Active", TEAM[i % 4],
                    "1040;Payroll" if i % 2 else "Trust", "12/31",
                )
            )  # fmt: skip


def _preview(actor: Any, path: Path) -> None:
    """As the page and, for a large file, the worker do it."""
    with path.open("rb") as file:
        job = upload_import(actor, file=file, file_name=path.name, size=path.stat().st_size)
    if not job.planned_at:
        plan(job)


def _raw(path: Path) -> None:
    columns = ", ".join(f"c{i} text" for i in range(len(HEADERS)))
    with transaction.atomic(), connection.cursor() as cursor, path.open(newline="", encoding="utf-8") as file:
        cursor.execute(f"CREATE TABLE bare ({columns})")
        rows = csv.reader(file)
        if connection.vendor == "postgresql":
            with cursor.copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(HEADERS))
            for some in batched(rows, 1000):
                cursor.executemany(f"INSERT INTO bare VALUES ({marks})", some)
        cursor.execute("DROP TABLE bare")


def _seconds(verb: Callable[[], object]) -> float:
    start = time.perf_counter()
    verb()
    return time.perf_counter() - start


def _peak() -> float:
    """Of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
