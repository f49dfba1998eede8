"""Settings from the environment: one reader a kind, and one clear line when a value is wrong."""

import difflib
import os
import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "LATCHSTRING_"
# Read by the scripts in bin/ and by the tests, never by the product.
OF_TOOLS = ("LATCHSTRING_PYTHON", "LATCHSTRING_TEST_", "LATCHSTRING_BENCH_")

names: set[str] = set()


class BadSetting(Exception):
    """A setting has a value that can't work; the sentence names it and says what would."""


def text(name: str, default: str = "") -> str:
    """The value of LATCHSTRING_<name>, or of the file that LATCHSTRING_<name>_FILE names."""
    names.add(name)
    file_name = os.environ.get(f"{PREFIX}{name}_FILE")
    if not file_name:
        return os.environ.get(f"{PREFIX}{name}", "").strip() or default
    if os.environ.get(f"{PREFIX}{name}"):
        raise BadSetting(f"{PREFIX}{name} and {PREFIX}{name}_FILE are both set. Keep one of them.")
    try:
        return Path(file_name).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise BadSetting(f"{PREFIX}{name}_FILE: can't read {file_name} ({reason}).") from error


def secret(name: str) -> str:
    """ "" for none; a short one can be guessed."""
    value = text(name)
    if value and (len(value) < 16 or not value.isascii() or any(sign.isspace() for sign in value)):
        raise BadSetting(f"{PREFIX}{name}: a secret has 16 letters and digits or more, without blanks.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "true" if default else "false").lower()
    if value not in {"true", "false", "1", "0", "yes", "no"}:
        raise BadSetting(f"{PREFIX}{name}: “{value}” is neither true nor false.")
    return value in {"true", "1", "yes"}


def number(name: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
        raise BadSetting(f"{PREFIX}{name}: “{value}” is not a whole number from {least} to {most}.")
    return int(value)


def choice(name: str, default: str, *options: str) -> str:
    value = text(name, default).lower()
    if value not in options:
        raise BadSetting(f"{PREFIX}{name}: “{value}” is not one of {', '.join(options)}.")
    return value


def base_url(name: str, default: str) -> str:
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        fine = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fine = False
    if not fine or parts.path or parts.query or parts.fragment or parts.username:
        raise BadSetting(f"{PREFIX}{name}: “{value}” is not an address like https://portal.example.com.")
    return value


def domain(name: str) -> str:
    """A domain in its ASCII form, in lower case; "" for none."""
    value = text(name).lower()
    if value and not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}", value):
        raise BadSetting(f"{PREFIX}{name}: “{value}” is not a domain like bounces.example.com.")
    return value


def name_server(name: str) -> tuple[str, int] | None:
    """An IP address, and a port where it is not 53."""
    value = text(name)
    if not value:
        return None
    host, _, port = value.rpartition(":") if value.count(":") == 1 else (value, "", "53")
    try:
        return str(ip_address(host)), int(port)
    except ValueError as error:
        raise BadSetting(f"{PREFIX}{name}: “{value}” is not an address like 9.9.9.9 or 127.0.0.1:5353.") from error


def refuse_unknown() -> None:
    """Raise BadSetting for a LATCHSTRING_* name that nothing has read: most likely a typing mistake."""
    known = {f"{PREFIX}{name}{suffix}" for name in names for suffix in ("", "_FILE")}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known and not name.startswith(OF_TOOLS):
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)  # all begin alike
            hint = f"Did you mean {near[0]}?" if near else "See docs/configuration.md for the names there are."
            raise BadSetting(f"{name} is not a setting. {hint}")
