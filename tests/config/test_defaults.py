"""An installation that nobody has set up: all of it in one folder, and nothing that another machine must run."""

import json
import subprocess
import sys

from tests.cli.shell import Shell

PROGRAM = """
import json
from django.conf import settings
print(json.dumps({
    "database": settings.DATABASES["default"]["NAME"],
    "engine": settings.DATABASES["default"]["ENGINE"],
    "mailbox": settings.MAILBOX,
    "files": settings.FILES,
    "tasks": settings.TASKS["default"]["BACKEND"],
    "debug": settings.DEBUG,
}))
"""


def test_everything_is_in_the_data_folder_and_emails_stay_on_the_screen(tmp_path):
    environment = Shell(tmp_path / "data").environment | {"DJANGO_SETTINGS_MODULE": "latchstring.config.settings"}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "database": str(tmp_path / "data" / "latchstring.sqlite3"),
        "engine": "django.db.backends.sqlite3",
        "mailbox": True,
        "files": {"kind": "local", "root": str(tmp_path / "data" / "files")},
        "tasks": "dj_queue.backend.DjQueueBackend",
        "debug": False,
    }
