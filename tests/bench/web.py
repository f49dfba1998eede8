"""The real web server as a child, and a browser's worth of requests to it over one connection."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from statistics import quantiles
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from latchstring.accounts.models import User
from tests.postgres import free_port


@contextmanager
def web_server(workers: int = 1) -> Iterator[int]:
    """granian as the product runs it; yields the port once it answers."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "latchstring.config.wsgi:application", "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers), "--blocking-threads", "2",
        "--log-level", "warning",
    ]  # fmt: skip
    child = subprocess.Popen(command, env=os.environ, stdout=sys.stderr)
    try:
        _wait_until_it_answers(port)
        yield port
    finally:
        child.terminate()
        child.wait(20)


def _wait_until_it_answers(port: int) -> None:
    for _ in range(200):
        try:
            Browser(port).get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web server didn't answer within 20 seconds.")


def looks(n: int) -> int:
    """How often a page is looked at for a figure; a few times where only the way is tried."""
    return 200 if n >= 1_000 else 8


class Browser:
    """One keep-alive connection with the session of one user."""

    def __init__(self, port: int, user: User | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session_for(user)}"} if user else {}

    def get(self, path: str) -> tuple[int, str]:
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def post(self, path: str, fields: dict[str, str], *, token: str = "") -> tuple[int, str]:
        """``token`` is the CSRF secret's cookie form, sent as cookie and header alike."""
        cookies = f"{self.headers['Cookie']}; {settings.CSRF_COOKIE_NAME}={token}"
        headers = {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, urlencode(fields), headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        return answer.status, answer.getheader("Location") or body

    def times(self, path: str, repeats: int) -> tuple[float, float]:
        """Median and 95th percentile in milliseconds; a page that isn't there is an error."""
        return self.walk([path] * repeats)

    def walk(self, paths: list[str]) -> tuple[float, float]:
        return median_and_95th(self.took(paths))

    def took(self, paths: list[str]) -> list[float]:
        """Milliseconds, one after the other."""
        took = []
        for path in paths:
            start = time.perf_counter()
            status, _ = self.get(path)
            took.append((time.perf_counter() - start) * 1000)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}.")
        return took


def median_and_95th(took: list[float]) -> tuple[float, float]:
    cuts = quantiles(took, n=20)
    return cuts[9], cuts[18]


def _session_for(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
