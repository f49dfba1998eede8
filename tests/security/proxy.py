"""The web server as the product runs it, and a real nginx (Debian's nginx) before it as a shared cache."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.cli.shell import Shell, free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
MISSING = "" if NGINX else "needs Debian's nginx"

# A careless one: it keys by address alone, keeps whatever is not forbidden, and minds neither cookies nor Vary.
_CONFIG = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=shared:1m;
  server {{
    listen 127.0.0.1:{port};
    client_max_body_size 0;
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_cache shared;
      proxy_cache_key $request_uri;
      proxy_cache_valid any 10m;
      proxy_ignore_headers Set-Cookie Vary;
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, *, before: int) -> Iterator[int]:
    """Yields its port."""
    port, config = free_port(), folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, port=port, behind=before))
    with _running([str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)], port):
        yield port


@contextmanager
def documented_nginx(folder: Path, *, before: int) -> Iterator[tuple[int, int]]:
    """nginx by docs/nginx.conf, with a certificate of its own. Yields its ports: in the clear, and with TLS."""
    plain, secret, config = free_port(), free_port(), folder / "nginx.conf"
    text = (Path(__file__).parents[2] / "docs" / "nginx.conf").read_text()
    ours = {
        "/etc/letsencrypt/live/portal.example.com": str(folder),
        "127.0.0.1:8000;": f"127.0.0.1:{before};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{secret} ",
    }
    for theirs, mine in ours.items():
        assert theirs in text
        text = text.replace(theirs, mine)
    head, _, _ = _CONFIG.partition("  proxy_cache_path")
    config.write_text(head.format(folder=folder) + text + "}")
    wanted = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=portal.example.com"
    wanted += " -addext subjectAltName=DNS:portal.example.com -keyout privkey.pem -out fullchain.pem"
    subprocess.run(wanted.split(), cwd=folder, check=True, capture_output=True)
    with _running([str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)], plain):
        yield plain, secret


@contextmanager
def web_server(folder: Path, **more: str) -> Iterator[int]:
    """The product's own, as one process. Its database is empty: only what needs none answers. Yields its port."""
    port = free_port()
    settings = {"LATCHSTRING_PORT": str(port), "LATCHSTRING_WEB_PROCESSES": "1", **more}
    program = (
        "import os, django; django.setup(); from latchstring.cli.serve import web_server as w; os.execv(w()[0], w())"
    )
    environment = {**Shell(folder, settings).environment, "DJANGO_SETTINGS_MODULE": "latchstring.config.settings"}
    with _running([sys.executable, "-c", program], port, environment):
        yield port


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"Nothing answers at port {port}.")
