"""Django's own checks of an installation that strangers reach: HTTPS before it, a mail server behind it."""

import subprocess
import sys
from pathlib import Path

from tests.cli.shell import Shell

SETTINGS = {
    "LATCHSTRING_BASE_URL": "https://portal.example.com",
    "LATCHSTRING_TRUSTED_PROXIES": "1",
    "LATCHSTRING_EMAIL_URL": "smtps://user:password@mail.example.com",
}
MANAGE = Path(__file__).parents[2] / "manage.py"


def test_nothing_is_found_wrong(tmp_path):
    command = [sys.executable, MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
    environment = Shell(tmp_path, SETTINGS).environment
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
