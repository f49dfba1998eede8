"""Whatever the sweep wakes has a task behind its name."""

from django.conf import settings
from django.tasks.base import Task
from django.utils.module_loading import import_string

from latchstring.config.tasks import EVERYTHING


def test_the_sweep_wakes_nothing_that_is_not_there():
    assert set(EVERYTHING) <= set(settings.WAKE_UPS)
    assert all(isinstance(import_string(path), Task) for path in settings.WAKE_UPS.values())
