"""A real Redis and a real RabbitMQ, each on a free port with a folder of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 120  # seconds
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


@contextmanager
def redis(port: int = 0) -> Iterator[str]:
    """The URL of a server that forgets everything when it stops."""
    command = shutil.which("redis-server") or pytest.skip("needs redis-server; bin/test installs it")
    port = port or free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
    with _running([command, *options], port, {}):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def rabbitmq(port: int = 0) -> Iterator[str]:
    """The same of RabbitMQ."""
    if not RABBITMQ.exists():
        pytest.skip("needs rabbitmq-server; bin/test installs it")
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="latchstring-rabbit-") as folder:
        (Path(folder) / "plugins").write_text("[].")
        env = {
            "HOME": folder,
            "ERL_EPMD_PORT": str(free_port()),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"latchstring{port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": folder,
            "RABBITMQ_LOG_BASE": folder,
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
        }
        try:
            with _running([str(RABBITMQ)], port, env):
                yield f"amqp://guest:guest@127.0.0.1:{port}/"
        finally:  # Erlang's name server goes on by itself
            subprocess.run(["epmd", "-kill"], env=os.environ | env, capture_output=True, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, env: dict[str, str]) -> Iterator[None]:
    """In a group of its own, so that what the server has started ends with it."""
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=os.environ | env, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        give_up = time.monotonic() + PATIENCE
        while not _listens(port):
            assert server.poll() is None, f"{command[0]} ended with {server.returncode}"
            assert time.monotonic() < give_up, f"{command[0]} does not listen"
            time.sleep(0.05)
        yield
    finally:
        os.killpg(server.pid, 15)
        server.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
