"""Logs: one line an event, as text or JSON, with the request's id and without secret links."""

import logging
import logging.config
import re
from typing import Any

import structlog

LEVELS = ("debug", "info", "warning", "error")

# What follows in the paths of links that open something, wherever a path is logged.
_SECRETS = re.compile(r"(/(?:i|s|join|forgot|stop)/)[^/\s?]+")


def without_secrets(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: _SECRETS.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()}


def configure(form: str, level: str) -> None:
    """Send structlog's and everyone else's lines through the same processors to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    last = structlog.processors.JSONRenderer() if form == "json" else plain
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([structlog.processors.format_exc_info] if form == "json" else []),
            without_secrets,
            last,
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level.upper()},
            "loggers": {name: {"level": "ERROR"} for name in ("django.request", "django.security")}
            | {"dj_queue": {"level": "WARNING"}},
        }
    )
