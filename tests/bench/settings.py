"""The product's own settings, with Django's admin beside it as the peer to measure against."""

from latchstring.config.settings import *  # noqa: F403
from latchstring.config.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "django.contrib.admin"]
ROOT_URLCONF = "tests.bench.urls"
SILENCED_SYSTEM_CHECKS = ["admin.E402", "admin.E403", "admin.E406", "admin.E408", "admin.E409", "admin.E410"]
