"""The database setting: SQLite by default, PostgreSQL by URL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from latchstring.config.env import BadSetting

_PRAGMAS = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
PRAGMA foreign_keys=ON;
PRAGMA temp_store=MEMORY;
PRAGMA cache_size=-32000;
"""
# Small tables are never analysed, their plans look dear, and compiling one takes longer than ours ever run.
# No disk of today takes four times as long for a page at random: a row by its key beats reading the table.
_PLANS = "-c jit=off -c random_page_cost=1.1"
_WORKS = "LATCHSTRING_DATABASE_URL: write sqlite:///path/to/file or postgres://user:password@host/name."


def from_url(url: str) -> dict[str, Any]:
    """``sqlite:///absolute/path`` or ``postgres://user:password@host:port/name?option=value``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadSetting(_WORKS) from error
    if parts.scheme == "sqlite" and parts.path and not parts.netloc:
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return {
            "ENGINE": "latchstring.kernel.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "connect_timeout": 10,
                "prepare_threshold": 1,
                "options": _PLANS,
                **dict(parse_qsl(parts.query)),
            },
        }
    raise BadSetting(_WORKS)


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _PRAGMAS},
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }
