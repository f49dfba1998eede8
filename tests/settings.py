"""The product's settings with what tests change: the database by URL, tasks at once, cheap hashes."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("LATCHSTRING_DEBUG", "true")
os.environ.setdefault("LATCHSTRING_DATA_DIR", tempfile.mkdtemp(prefix="latchstring-"))
os.environ.setdefault("LATCHSTRING_BASE_URL", "http://testserver")

from latchstring.config import databases
from latchstring.config.settings import *  # noqa: F403

DEBUG = False
DATABASES = {
    "default": databases.from_url(
        os.environ.get("LATCHSTRING_TEST_DATABASE_URL")
        or f"sqlite://{Path(os.environ['LATCHSTRING_DATA_DIR']) / 'latchstring.sqlite3'}"
    )
}
TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}}
PASSWORD_HASHERS = ["tests.hashers.Cheap"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
