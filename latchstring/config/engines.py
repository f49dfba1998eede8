"""The tasks setting: which engine carries wake-ups from the web server to the worker."""

from typing import Any
from urllib.parse import urlsplit

from latchstring.config.env import BadSetting
from latchstring.kernel.wake import MAIL

BROKERS = ("redis", "rediss", "amqp", "amqps")
SWEEP_TASK = "latchstring.config.tasks.sweep"
SWEEP = {"task_path": SWEEP_TASK, "schedule": "* * * * *", "description": "Wake what is due."}


def from_url(url: str) -> dict[str, Any]:
    """An entry of TASKS. ``database:`` keeps wake-ups in our own database, inside its transactions."""
    scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
    if scheme in BROKERS and host:
        return {"BACKEND": "latchstring.kernel.broker.BrokerBackend", "OPTIONS": {"url": url}}
    if scheme != "database":
        raise BadSetting(
            f"LATCHSTRING_TASKS_URL: “{scheme or url}” is not an engine. "
            "Write database:, redis://host:6379/0 or amqp://user:password@host:5672/."
        )
    return {
        "BACKEND": "dj_queue.backend.DjQueueBackend",
        "QUEUES": [],
        "OPTIONS": {
            "mode": "async",
            "workers": [
                {"queues": [MAIL], "threads": 2},
                {"queues": ["default"], "threads": 3},
            ],
            "dispatchers": [{"polling_interval": 1}],
            "scheduler": {"polling_interval": 5},
            "recurring": {"sweep": SWEEP},
            "preserve_finished_jobs": False,
            "clear_failed_jobs_after": 7 * 86400,
            "clear_recurring_executions_after": 86400,
            "shutdown_timeout": 8,
            "on_thread_error": "latchstring.cli.worker.trouble",
        },
    }
