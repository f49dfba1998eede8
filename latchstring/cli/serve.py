"""Start the web server and the worker."""

import json
import os
import socket
import sys
from argparse import Namespace

from django.conf import settings
from django.db import connections

from latchstring.cli import demo, migrate
from latchstring.cli.problems import Problem


def run(options: Namespace) -> None:
    """Prepare what was asked for, then become the supervisor."""
    refuse_taken_port(settings.HOST, settings.PORT)
    if options.prepare:
        migrate.run(options)
    else:
        migrate.require_ready()
    if options.demo:
        demo.load_if_empty()
    shows_demo = options.demo and demo.is_loaded()
    if shows_demo:
        os.environ["LATCHSTRING_DEMO"] = "true"
    plan = {
        "children": children(options),
        "health": f"http://{reachable(settings.HOST)}:{settings.PORT}/healthz",
        "lines": [f"Latchstring is ready at {settings.BASE_URL}/", *(demo.welcome() if shows_demo else [])],
    }
    connections.close_all()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "latchstring.cli.supervisor", json.dumps(plan)])  # noqa: S606


def children(options: Namespace) -> dict[str, list[str]]:
    """What the supervisor looks after, by name."""
    found = {"web server": web_server()}
    if not options.no_worker:
        found["worker"] = own_verb("worker")
    if settings.RECEIVER is not None:
        found["receiver of bounces"] = own_verb("receiver")
    return found


def web_server() -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": settings.HOST,
        "--port": str(settings.PORT),
        "--workers": str(settings.WEB_PROCESSES),
        "--blocking-threads": str(settings.WEB_THREADS),
        "--backpressure": str(settings.WEB_THREADS * 32),
        "--workers-kill-timeout": "8",
        "--log-level": "warning",
    }
    flags = ["--no-ws", "--respawn-failed-workers"]
    pairs = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "granian", *pairs, *flags, "latchstring.config.wsgi:application"]


def own_verb(name: str) -> list[str]:
    return [sys.executable, "-m", "latchstring.config.command", name]


def reachable(host: str) -> str:
    """Where this machine itself reaches a server that listens on ``host``."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            raise Problem(f"This machine has no address {host}. Choose another with --host.") from error
        except OSError as error:
            raise Problem(f"Can't listen on {host}:{port} ({error.strerror}). Choose another with --port.") from error
