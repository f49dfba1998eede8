"""Settings from the environment: one reader a setting, and one clear line when a value is wrong."""

import os
from pathlib import Path
from urllib.parse import urlsplit


class BadSetting(Exception):
    """A setting has a value that can't work; the sentence names it and says what would."""


def text(name: str, default: str = "") -> str:
    """The value of LATCHSTRING_<name>, or of the file that LATCHSTRING_<name>_FILE names."""
    file_name = os.environ.get(f"LATCHSTRING_{name}_FILE")
    if not file_name:
        return os.environ.get(f"LATCHSTRING_{name}", default)
    try:
        return Path(file_name).read_text().strip()
    except OSError as error:
        raise BadSetting(f"LATCHSTRING_{name}_FILE: can't read {file_name} ({error.strerror}).") from error


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "true" if default else "false").lower()
    if value not in {"true", "false", "1", "0", "yes", "no"}:
        raise BadSetting(f"LATCHSTRING_{name}: “{value}” is neither true nor false.")
    return value in {"true", "1", "yes"}


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name, str(default))
    if not value.isdigit() or int(value) < least:
        raise BadSetting(f"LATCHSTRING_{name}: “{value}” is not a whole number of {least} or more.")
    return int(value)


def base_url(name: str, default: str) -> str:
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise BadSetting(f"LATCHSTRING_{name}: “{value}” is not an address like https://portal.example.com.")
    return value
