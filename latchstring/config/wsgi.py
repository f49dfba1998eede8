"""The web server's way in."""

import os
from threading import Event

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "latchstring.config.settings")
application = get_wsgi_application()

# What the first visitor would otherwise wait for: every view, and the tasks that Send wakes.
get_resolver().url_patterns  # noqa: B018
import latchstring.config.tasks  # noqa: E402, F401
from latchstring.kernel import common_clock, memory  # noqa: E402

memory.settle()
common_clock.keep(Event())
