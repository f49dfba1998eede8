"""An installation that strangers reach: HTTPS before it, a mail server behind it."""

import json
import subprocess
import sys

import pytest

from tests.cli.shell import Shell

SETTINGS = {
    "LATCHSTRING_BASE_URL": "https://portal.example.com",
    "LATCHSTRING_TRUSTED_PROXIES": "1",
    "LATCHSTRING_EMAIL_URL": "smtps://user:password@mail.example.com",
}
PROGRAM = """
import json, django
django.setup()
from django.conf import settings
from django.core.checks import run_checks
COOKIES = ("SESSION", "CSRF", "MESSAGE", "MFA_TRUST", "KNOWN", "INVITATION")
print(json.dumps({
    "found": [str(each) for each in run_checks(include_deployment_checks=True) if not each.is_silenced()],
    "cookies": [getattr(settings, f"{each}_COOKIE_NAME") for each in COOKIES],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "hsts": [settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS],
}))
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("deployed"), SETTINGS)
    environment = shell.environment | {"DJANGO_SETTINGS_MODULE": "latchstring.config.settings"}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_djangos_own_checks_find_nothing(installation):
    assert installation["found"] == []


def test_every_cookie_is_of_this_host_alone_and_travels_by_https_only(installation):
    assert [name for name in installation["cookies"] if not name.startswith("__Host-")] == []
    assert all(installation["secure"])


def test_browsers_are_told_to_come_by_https_for_a_year(installation):
    assert installation["hsts"] == [31_536_000, True]
