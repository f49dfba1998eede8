"""``bin/bench [CASE …] [--size N] [--db sqlite|postgres]``: one JSON line a figure, beside its raw limit or peer."""

import argparse
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack, redirect_stdout
from pathlib import Path

from tests import postgres

CASES = {
    "bulk": ("tests.bench.bulk", 5_000),
    "manager": ("tests.bench.manager", 100_000),
    "clients": ("tests.bench.clients", 100_000),
    "busy": ("tests.bench.busy", 20_000),
    "wait": ("tests.bench.wait", 20_000),
    "engines": ("tests.bench.engines", 5_000),
    "slow": ("tests.bench.slow", 300),
    "grow": ("tests.bench.grow", 5_000_000),
    "send": ("tests.bench.send", 50_000),
    "accept": ("tests.bench.accept", 50),
    "sign_in": ("tests.bench.sign_in", 50),
    "audit": ("tests.bench.audit", 1_000_000),
    "imports": ("tests.bench.imports", 10_000),
    "memory": ("tests.bench.memory", 5_000),
    "files": ("tests.bench.files", 1_024),
    "zips": ("tests.bench.zips", 5_120),
    "bounces": ("tests.bench.bounces", 5),
    "january": ("tests.bench.january", 2_000),
    "kills": ("tests.bench.kills", 500),
}
SMOKE = {
    "bulk": 200,
    "manager": 300,
    "clients": 500,
    "busy": 300,
    "wait": 200,
    "engines": 100,
    "slow": 10,
    "grow": 2_000,
    "send": 500,
    "accept": 5,
    "sign_in": 5,
    "audit": 2_000,
    "imports": 300,
    "memory": 200,
    "files": 16,
    "zips": 16,
    "bounces": 1,
    "january": 100,
    "kills": 50,
}
DATABASE = "bench.sqlite3"


def main() -> int:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="latchstring-model-") as model:
        for case in asked.cases or CASES:
            size = asked.size or (SMOKE[case] if asked.smoke else CASES[case][1])
            status = os.spawnv(os.P_WAIT, sys.executable, own_process(case, size, asked.db, model))
            if status:
                print(f"The case {case} on {asked.db} ended with {status}.", file=sys.stderr)
                return status
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"one or more of: {', '.join(CASES)}")
    parser.add_argument("--size", type=int, help="rows, people or messages; each case has its own default")
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--smoke", action="store_true", help="small sizes, to see that every case runs")
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if unknown := set(asked.cases) - set(CASES):
        parser.error(f"unknown case {', '.join(sorted(unknown))}; there are: {', '.join(CASES)}")
    if asked.model:
        sys.exit(one_case(asked.cases[0], asked.size, asked.db, asked.model))
    return asked


def own_process(case: str, size: int, db: str, model: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench", case, "--size", str(size), "--db", db, "--model", model]


def one_case(case: str, size: int, db: str, model: Path) -> int:
    """Set up an empty installation of its own, run one case, print its figures.

    The first leaves a copy in the folder ``model``; those after it begin with that.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers it has started end with it
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="latchstring-bench-")))
        url = stack.enter_context(postgres.server()) if db == "postgres" else f"sqlite://{folder / DATABASE}"
        os.environ |= {
            "LATCHSTRING_DATA_DIR": str(folder),
            "LATCHSTRING_DATABASE_URL": url,
            "LATCHSTRING_SECRET_KEY": "only-for-the-bench-" + "x" * 40,
            "LATCHSTRING_BASE_URL": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }
        import django
        from django.core.management import call_command

        first = not any(model.iterdir())
        shutil.copytree(model, folder, dirs_exist_ok=True)
        django.setup()
        with redirect_stdout(sys.stderr):
            if first or db == "postgres":
                call_command("migrate", verbosity=0)
                call_command("createcachetable", verbosity=0)
            if first:
                call_command("collectstatic", verbosity=0, interactive=False)
                _leave(folder, model)
        for figure in importlib.import_module(CASES[case][0]).run(size, db):
            print(json.dumps(figure), flush=True)
    return 0


def _leave(folder: Path, model: Path) -> None:
    """What the cases after this one copy."""
    from django.db import connections

    connections.close_all()
    shutil.copytree(folder / "static", model / "static")
    if (folder / DATABASE).exists():
        shutil.copy2(folder / DATABASE, model)


if __name__ == "__main__":
    sys.exit(main())
