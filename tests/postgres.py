"""A private PostgreSQL for tests and benches: ``python -m tests.postgres COMMAND …`` runs a command beside one.

The command finds its address in LATCHSTRING_TEST_DATABASE_URL. The cluster lives in a temporary
folder, listens on a free loopback port and is gone when the command ends. For tests (``pytest …``)
nothing waits for the disk, as no power cut is tried; for figures all is as it is in earnest.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = (
    "-c listen_addresses=127.0.0.1 -c max_connections=100 -c shared_buffers=256MB "
    "-c work_mem=16MB -c max_wal_size=2GB -c autovacuum_naptime=5s"
)
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path:
    """The folder of the newest server on this machine; Debian keeps it off PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*places, *([Path(on_path).parent] if on_path else [])]:
        if (folder / "initdb").exists():
            return folder
    raise SystemExit("No PostgreSQL server here. Install it: apt-get install postgresql")


def ordinary_user() -> str | None:
    """PostgreSQL refuses root: then it runs as ``postgres``, or as ``nobody``."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(settings: str = SETTINGS) -> Iterator[str]:
    """A running cluster; yields the URL of its database ``latchstring``."""
    folder, user, bin_folder = Path(tempfile.mkdtemp(prefix="latchstring-pg-")), ordinary_user(), binaries()
    if user:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        subprocess.run(command, user=user, cwd=folder, env=_plain_environment(), check=True, stdout=subprocess.DEVNULL)

    data, port = str(folder / "data"), free_port()
    try:
        run(
            str(bin_folder / "initdb"), "-D", data, "-A", "trust", "-U", "latchstring", "-E", "UTF8", "--locale=C.UTF-8"
        )
        options = f"-p {port} -k {folder} {settings}"
        run(str(bin_folder / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        run(str(bin_folder / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "latchstring", "latchstring")
        yield f"postgres://latchstring@127.0.0.1:{port}/latchstring"
    finally:
        if Path(data, "postmaster.pid").exists():
            run(str(bin_folder / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _plain_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server(f"{SETTINGS} {FORGETFUL}" if sys.argv[1] == "pytest" else SETTINGS) as url:
        environment = {**os.environ, "LATCHSTRING_TEST_DATABASE_URL": url}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
